package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;

/**
 * The configuration that applies to a request, and the rule it comes from.
 *
 * @param rule the name of the rule that covers the request, a token; empty if none does
 * @param cache the cache configuration for the request
 * @param keys makes the request's keys
 * @param bypass in mode {@code passthrough}, what keeps the request out of the cache: the name of
 *     the rule, or of the mode
 */
public record Ruling(String rule, CacheConfiguration cache, CacheKeyFactory keys, String bypass) {}
