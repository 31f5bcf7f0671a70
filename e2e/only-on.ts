/** Specs that hold on one target alone, and why. All others hold on both. */
export const onlyOn = {
  local: {
    broker: 'the port at which services come in is reached from their pods alone',
    conformance: 'a program of others, which trusts no certificate of a cluster and answers on loopback',
    custody: "reads what the edge sends a service by listening in the service's place",
    'events-commands': 'npm run events is for the stack that runs here',
    'leaks-in-spans': "reads spans by listening in the collector's place",
    schemathesis: 'sends thousands of requests past the edge',
    storefront: "a web application's key is made on this machine alone",
  },
  cluster: {
    admission: 'what may be deployed is said by an API server',
    'edge-trial': 'makes routes of its own; what nginx does with them is in local/src/edge/edge.spec.ts',
    'network-matrix': 'network policies are between pods',
    'restricted-pods': 'processes of this machine run as who started them',
    'rolling-restart': 'Deployments roll; processes of this machine stop and start',
    'service-identity': 'services prove themselves by the tokens of their ServiceAccounts',
  },
} as const;
