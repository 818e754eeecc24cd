package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;

/** The handler of one method of a resource. Safe for concurrent use. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers a call.
   *
   * @throws AdminException if the answer is an error
   */
  AdminResponse answer(Call call) throws AdminException, InterruptedException;

  /** Returns whether the endpoint changes nothing although its method could. */
  default boolean isSafe() {
    return false;
  }

  /** Marks an endpoint as one that changes nothing although its method could. */
  static Endpoint safe(Endpoint endpoint) {
    return new Endpoint() {
      @Override
      public AdminResponse answer(Call call) throws AdminException, InterruptedException {
        return endpoint.answer(call);
      }

      @Override
      public boolean isSafe() {
        return true;
      }
    };
  }
}
