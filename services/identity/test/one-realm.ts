// Under jest, node's own clone makes objects of another realm, which oidc-provider does not take for its configuration.
globalThis.structuredClone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
