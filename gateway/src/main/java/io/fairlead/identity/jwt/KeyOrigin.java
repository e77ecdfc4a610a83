package io.fairlead.identity.jwt;

/** Where the keys are that verify tokens: one that was configured, or those that the issuer publishes. */
public sealed interface KeyOrigin permits JwtKey, JwksSettings {}
