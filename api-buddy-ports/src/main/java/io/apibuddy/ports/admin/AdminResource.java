package io.apibuddy.ports.admin;

import java.io.IOException;
import java.util.Set;

/** One resource below {@code /admin}. Safe for concurrent use. */
public interface AdminResource {

  /** The safe methods (RFC 9110 section 9.2.1), which change nothing on any resource. */
  Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  /**
   * Returns the methods that this resource supports. {@code HEAD} is implied by {@code GET}; {@code
   * OPTIONS} is answered on its behalf.
   */
  Set<String> methods();

  /**
   * Returns whether requests with this method change nothing on this resource. More such requests
   * are allowed per minute.
   */
  default boolean isSafe(String method) {
    return SAFE_METHODS.contains(method);
  }

  /**
   * Answers a request.
   *
   * @param request a request with one of {@link #methods}
   * @throws AdminException to answer with an error
   * @throws IOException if reading the request's content fails
   */
  AdminResponse answer(AdminRequest request)
      throws AdminException, IOException, InterruptedException;
}
