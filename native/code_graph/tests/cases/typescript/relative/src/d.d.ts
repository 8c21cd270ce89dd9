export interface D {}
