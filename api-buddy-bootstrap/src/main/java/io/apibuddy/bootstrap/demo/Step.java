package io.apibuddy.bootstrap.demo;

import java.util.Objects;

/**
 * One call of the demo, or several equal calls at once, with the outcome.
 *
 * @param request the method and the path with its alias
 * @param status the response's status, the highest one of several
 * @param cache the response's {@code X-Cache}, of several responses each value with its count
 * @param milliseconds from the beginning of the request to the end of the response
 * @param remark what else is notable, possibly empty
 */
public record Step(String request, int status, String cache, double milliseconds, String remark) {

  /** Refuses null. */
  public Step {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(remark, "remark");
  }
}
