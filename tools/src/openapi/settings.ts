/**
 * What services want to know before their modules can be loaded. Nobody is dialed: a document is made of what the code says, not of
 * what it does.
 */
export const issuer = 'https://id.downscope.example';
export const apiOrigin = 'https://api.downscope.example';

export function settingsForDocuments(): void {
  Object.assign(process.env, {
    ENVIRONMENT: 'production',
    ISSUER: issuer,
    API_ORIGIN: apiOrigin,
    IDENTITY_URL: 'https://identity.example',
    ORDER_URL: 'https://order.example',
    CUSTOMER_URL: 'https://customer.example',
    BILLING_URL: 'https://billing.example',
    DATABASE_URL: 'postgres://database.example/any',
    KAFKA_BROKERS: 'kafka.example:9092',
    KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
  });
}
