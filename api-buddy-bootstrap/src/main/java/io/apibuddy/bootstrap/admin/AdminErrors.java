package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminException;

/** Error answers that several endpoints share. */
final class AdminErrors {

  private AdminErrors() {}

  /** Returns a 400: the request is wrong. */
  static AdminException badRequest(String detail) {
    return new AdminException(400, "bad_request", "Bad request", detail);
  }

  /** Returns a 404: there is no such mapping. */
  static AdminException unknownAlias(String alias, Iterable<String> known) {
    return new AdminException(
        404,
        "unknown_alias",
        "Unknown alias",
        "There is no mapping named " + alias + ". Known: " + String.join(", ", known) + ".");
  }
}
