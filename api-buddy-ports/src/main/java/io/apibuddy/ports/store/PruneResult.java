package io.apibuddy.ports.store;

/**
 * The result of one pruning step.
 *
 * @param expired how many entries were removed because their time was over
 * @param evicted how many entries were removed to keep the store within its bounds
 * @param more whether another step has work to do
 */
public record PruneResult(int expired, int evicted, boolean more) {}
