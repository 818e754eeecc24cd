package io.apibuddy.ports.store;

/**
 * What a step of pruning did.
 *
 * @param expired entries removed because their time was over
 * @param evicted entries removed to hold the bounds
 * @param more whether another step has work to do
 */
public record PruneResult(int expired, int evicted, boolean more) {}
