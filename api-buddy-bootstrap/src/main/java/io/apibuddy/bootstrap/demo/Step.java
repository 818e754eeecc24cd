package io.apibuddy.bootstrap.demo;

import java.util.Objects;

/**
 * A call, or several at once, and what became of it.
 *
 * @param request what was asked for
 * @param status the answer's
 * @param cache the answer's {@code X-Cache}, or how often each came
 * @param milliseconds from the beginning of the request to the end of the answer
 * @param remark what else there is to see
 */
public record Step(String request, int status, String cache, double milliseconds, String remark) {

  /** Refuses null. */
  public Step {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(remark, "remark");
  }
}
