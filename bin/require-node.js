// Guards the scripts of package.json: without the Node that the project carries, they would run on the system's and fail obscurely.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `goap needs Node 22.18 or newer; this is Node ${process.versions.node}.\n` +
      'Run `npm ci` without --ignore-scripts: it installs a Node of its own in node_modules, which `npm test` and `npx goap` then use.',
  )
  process.exitCode = 2
}
