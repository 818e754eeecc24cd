package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminAnswer;
import io.apibuddy.ports.admin.AdminException;

/** What a resource does for one method. Safe for concurrent use. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers a call.
   *
   * @throws AdminException to answer with an error
   */
  AdminAnswer answer(Call call) throws AdminException, InterruptedException;

  /** Returns whether it changes nothing, though the method may. */
  default boolean onlyReads() {
    return false;
  }

  /** Returns an endpoint that changes nothing, though its method may. */
  static Endpoint reading(Endpoint endpoint) {
    return new Endpoint() {
      @Override
      public AdminAnswer answer(Call call) throws AdminException, InterruptedException {
        return endpoint.answer(call);
      }

      @Override
      public boolean onlyReads() {
        return true;
      }
    };
  }
}
