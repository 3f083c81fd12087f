import type { Rule } from './rule.ts'

const deleting =
  /^(?:rm|rb|del|delete|destroy|remove|purge|terminate|drop|deprovision|uninstall|stop)(?:[-:_].*)?$|^--delete|[-:](?:delete|destroy|remove|terminate|purge)$/i

export const cloudRules: readonly Rule[] = [
  {
    programs: 'docker podman nerdctl',
    subcommand:
      'system prune|volume rm|volume prune|image prune|container prune|network rm|network prune|builder prune|buildx prune|kill|login|logout|push|' +
      'image push|swarm|stack rm|service rm|secret rm|context rm',
    reason: 'deletes or publishes something of the container engine',
  },
  {
    programs: 'docker podman nerdctl',
    subcommand: 'rm|rmi|container rm|image rm',
    flags: '-f --force -v --volumes',
    reason: 'deletes containers or images',
  },
  {
    programs: 'docker podman nerdctl',
    subcommand: 'compose down|compose rm',
    flags: '-v --volumes --rmi -f --force -s',
    reason: 'deletes volumes or images',
  },
  {
    programs: 'docker-compose',
    subcommand: 'down|rm',
    flags: '-v --volumes --rmi -f --force -s',
    reason: 'deletes volumes or images',
  },
  {
    programs: 'docker podman nerdctl',
    subcommand: 'run|create|exec|container run',
    argument:
      /^--(?:privileged|pid=host|cap-add|device)|docker\.sock|^(?:-v|--volume=)?\/(?:etc|root|home)?\/?:|^type=bind,.*(?:src|source)=\/,/,
    reason: 'gives a container the rights of the machine',
  },
  {
    programs: 'kubectl oc',
    subcommand:
      'delete|drain|cordon|replace|scale|rollout undo|rollout restart|exec|apply|patch|edit|taint',
    unless: '--dry-run=client',
    reason: 'changes a cluster',
  },
  {
    programs: 'helm',
    subcommand: 'uninstall|delete|rollback|upgrade|install',
    unless: '--dry-run',
    reason: 'changes a cluster',
  },
  {
    programs: 'terraform tofu terragrunt',
    subcommand:
      'destroy|apply|import|taint|untaint|force-unlock|state rm|state mv|state push|workspace delete|run-all',
    reason: 'changes infrastructure',
  },
  {
    programs: 'pulumi',
    subcommand: 'up|destroy|update|stack rm|state delete|cancel',
    reason: 'changes infrastructure',
  },
  {
    programs: 'cdk serverless sls sam copilot',
    subcommand: 'deploy|destroy|remove|delete',
    reason: 'changes infrastructure',
  },
  { programs: 'ansible ansible-playbook', unless: '--check', reason: 'changes other machines' },
  {
    programs:
      'aws gcloud az doctl heroku fly flyctl vercel netlify wrangler firebase supabase gsutil s3cmd rclone mc oci ibmcloud hcloud linode-cli bq eksctl',
    argument: deleting,
    reason: 'deletes something at a cloud',
  },
  {
    programs: 'vercel netlify wrangler firebase fly flyctl railway now surge',
    subcommand: 'deploy|publish|--prod|secret|secrets',
    reason: 'publishes something',
  },
]
