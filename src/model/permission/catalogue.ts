import { cloudRules } from './catalogue-cloud.ts'
import { gitRules } from './catalogue-git.ts'
import type { Rule } from './rule.ts'

// A rule without flags and argument holds for every use of the program (or its sub-command).
const general: readonly Rule[] = [
  { programs: 'rm', flags: '-r -R -f --recursive --force', reason: 'deletes without asking' },
  { programs: 'rimraf del-cli srm', reason: 'deletes without asking' },
  {
    programs: 'find fd',
    argument: /^-(?:delete|fprint0?|fprintf|fls)$/,
    reason: 'deletes or overwrites what it finds',
  },
  { programs: 'sudo su doas pkexec runuser', reason: 'runs as another user' },
  {
    programs: 'chroot unshare nsenter mount umount swapoff insmod rmmod modprobe',
    reason: 'changes the system',
  },
  { programs: 'dd', argument: /^of=/, reason: 'overwrites a file or a disk' },
  {
    programs: 'mkfs* mke2fs mkswap fdisk sfdisk gdisk parted wipefs diskutil hdparm',
    reason: 'changes disks',
  },
  { programs: 'shred truncate', reason: 'destroys the content of files' },
  {
    programs: 'chmod chown chgrp',
    flags: '-R --recursive',
    reason: 'changes the rights of a whole tree',
  },
  {
    programs: 'chmod',
    argument:
      /^0?[0-7]?777$|^[2467][0-7]{3}$|^[ugoa]*[+=][rwxXst]*s|^(?:[ugoa]*[oa][ugoa]*|)[+=][rx]*w/,
    reason: 'lets everybody write, or gives the rights of the owner',
  },
  { programs: 'chattr setfacl setcap', reason: 'changes rights' },
  { programs: 'kill pkill killall killall5 xkill fuser', reason: 'ends processes' },
  { programs: 'shutdown reboot halt poweroff init telinit', reason: 'stops the machine' },
  {
    programs: 'systemctl',
    subcommand:
      'stop|disable|mask|restart|kill|poweroff|reboot|halt|isolate|enable|start|edit|set-default|daemon-reload',
    reason: 'changes the services of the machine',
  },
  {
    programs: 'service launchctl rc-service update-rc.d chkconfig',
    reason: 'changes the services of the machine',
  },
  { programs: 'crontab', unless: '-l', reason: 'changes what runs at set times' },
  { programs: 'at batch systemd-run', reason: 'runs something outside goap' },
  {
    programs: 'iptables ip6tables nft ufw firewall-cmd sysctl route ifconfig',
    reason: 'changes the network or the kernel',
  },
  {
    programs:
      'passwd chpasswd useradd userdel usermod groupadd groupdel adduser deluser visudo vipw',
    reason: 'changes users',
  },
  {
    programs: 'apt apt-get aptitude yum dnf zypper apk pacman brew snap',
    subcommand: 'remove|purge|autoremove|uninstall|erase|del|-R|-Rs|-Rns',
    reason: 'removes software from the machine',
  },
  {
    programs: 'npm yarn pnpm bun lerna',
    subcommand: 'publish|unpublish|deprecate|npm publish|npm tag',
    unless: '--dry-run',
    reason: 'publishes a package, or takes one back',
  },
  {
    programs: 'npm yarn pnpm bun',
    subcommand:
      'login|logout|adduser|token|owner|access|npm login|npm logout|dist-tag|team|org|hook',
    reason: 'changes an account of a package registry',
  },
  {
    programs: 'cargo',
    subcommand: 'publish|yank|owner|login|logout',
    unless: '--dry-run',
    reason: 'publishes a package, or changes an account',
  },
  {
    programs: 'gem',
    subcommand: 'push|yank|owner|signin',
    reason: 'publishes a package, or changes an account',
  },
  { programs: 'twine', subcommand: 'upload|register', reason: 'publishes a package' },
  {
    programs:
      'poetry uv flit hatch pdm vsce ovsx changeset semantic-release np release-it goreleaser',
    subcommand: 'publish|release',
    unless: '--dry-run',
    reason: 'publishes a package',
  },
  {
    programs: 'semantic-release np release-it',
    unless: '--dry-run',
    reason: 'publishes a package',
  },
  {
    programs: 'nuget dotnet',
    subcommand: 'push|nuget push|nuget delete|delete',
    reason: 'publishes a package',
  },
  {
    programs: 'mvn gradle gradlew',
    subcommand: 'deploy|publish|uploadArchives',
    reason: 'publishes a package',
  },
  {
    programs: 'psql mysql mariadb sqlite3 sqlcmd clickhouse-client cockroach duckdb',
    argument:
      /\b(?:drop\s+(?:table|database|schema|view|index|user|role|column)|truncate|delete\s+from)\b/i,
    reason: 'deletes data of a database',
  },
  { programs: 'dropdb dropuser', reason: 'deletes a database' },
  { programs: 'mysqladmin', argument: /^(?:drop|shutdown)$/, reason: 'deletes a database' },
  {
    programs: 'redis-cli',
    argument: /^(?:flushall|flushdb|shutdown|del)$/i,
    reason: 'deletes data of a database',
  },
  {
    programs: 'mongo mongosh',
    argument: /dropDatabase|\.drop\(|deleteMany|remove\(/,
    reason: 'deletes data of a database',
  },
  { programs: 'ssh scp sftp rsh rlogin telnet ftp lftp', reason: 'reaches another machine' },
  { programs: 'rsync', argument: /^--(?:del|remove-source)/, reason: 'deletes files' },
  { programs: 'rsync', flags: '-e --rsh --rsync-path', reason: 'runs another program' },
  {
    programs: 'nc ncat netcat',
    flags: '-e -c --exec --sh-exec --lua-exec',
    reason: 'gives a shell to the network',
  },
  { programs: 'socat', argument: /EXEC|SYSTEM/i, reason: 'gives a shell to the network' },
  {
    programs: 'tar gtar bsdtar',
    argument:
      /^--(?:checkpoint-action|to-command|use-compress-program|rsh-command|info-script|new-volume-script|absolute-names)/,
    reason: 'runs another program, or writes anywhere',
  },
  {
    programs: 'tar gtar bsdtar',
    argument: /^-[A-Za-z]*[IFP]/,
    reason: 'runs another program, or writes anywhere',
  },
  { programs: 'zip', flags: '--unzip-command -TT', reason: 'runs another program' },
  {
    programs: 'split sort',
    argument: /^--(?:filter|compress-program)/,
    reason: 'runs another program',
  },
  {
    programs: 'awk gawk mawk nawk',
    argument: /\bsystem\s*\(|\|&?\s*(?:"|getline)|"\s*\|/,
    reason: 'runs another program',
  },
  {
    programs: 'sed gsed',
    argument: /(?:^|[\n;{}\d$/])[ \t]*e(?:\s|$)|^s(.)(?:(?!\1).)*\1(?:(?!\1).)*\1[a-z0-9]*e/is,
    reason: 'runs another program',
  },
  {
    programs: 'sed gsed',
    argument: /(?:^|[\n;{}\d$/])[ \t]*[wW][ \t]*(?:\/|~|\.\.)/,
    reason: 'writes outside the workspace',
  },
  {
    programs: 'vi vim nvim ex ed emacs',
    flags: '-c -S -e --cmd --eval --load -l',
    argument: /^\+/,
    reason: 'runs another program',
  },
  { programs: 'man git-shell', flags: '-P --pager -H --html', reason: 'runs another program' },
  { programs: 'history fc', flags: '-c -d -w', reason: 'changes the history of the shell' },
  { programs: 'eval', reason: 'runs a text as a command' },
  { programs: 'alias hash enable bind complete', reason: 'changes what a command name means' },
  {
    programs: 'shopt',
    argument: /expand_aliases|extglob/,
    reason: 'changes how commands are read',
  },
  {
    programs: 'osascript powershell pwsh cmd reg schtasks',
    reason: 'runs commands that goap does not read',
  },
  {
    programs: 'security keychain gpg',
    flags: '--delete-keys --delete-secret-keys --delete-secret-and-public-key delete-keychain',
    reason: 'deletes keys',
  },
]

/** Everything that needs a pattern of its own. */
export const rules: readonly Rule[] = [...general, ...gitRules, ...cloudRules]
