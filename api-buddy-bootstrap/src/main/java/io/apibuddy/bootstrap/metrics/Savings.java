package io.apibuddy.bootstrap.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cache has saved. Of answers that several clients shared while they arrived, only calls
 * and bytes are known. Immutable.
 *
 * @param requests exchanges that needed no upstream call of their own
 * @param bytes bytes of content of their answers
 * @param seconds the time that the upstream took for these answers when they were stored, in
 *     seconds
 * @param tokens the tokens of answers that state them, one element for each model
 */
public record Savings(long requests, long bytes, double seconds, List<SavedTokens> tokens) {

  /** No savings. */
  public static final Savings NONE = new Savings(0, 0, 0, List.of());

  /** Copies the list. */
  public Savings {
    tokens = List.copyOf(tokens);
  }

  /** Returns the sum of both. */
  Savings plus(Savings other) {
    Map<String, SavedTokens> byModel = new TreeMap<>();
    for (List<SavedTokens> some : List.of(tokens, other.tokens)) {
      some.forEach(each -> byModel.merge(each.model(), each, SavedTokens::plus));
    }
    return new Savings(
        requests + other.requests,
        bytes + other.bytes,
        seconds + other.seconds,
        List.copyOf(byModel.values()));
  }
}
