package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;

/**
 * What holds for a request.
 *
 * @param rule the name of the rule that says so, a token; empty if none is about it
 * @param cache how it is cached
 * @param keys makes its keys
 * @param bypass in mode {@code passthrough}, what keeps it from the cache: the rule, or the mode
 */
public record Ruling(String rule, CacheConfiguration cache, CacheKeyFactory keys, String bypass) {}
