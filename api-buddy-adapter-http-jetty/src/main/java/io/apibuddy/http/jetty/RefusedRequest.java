package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.RefusedContentException;

/**
 * The refusal of a request that is malformed, over a limit or late, or that the front end cannot
 * handle. If the parser refuses a request, its connection ends.
 */
final class RefusedRequest extends RefusedContentException {
  private static final long serialVersionUID = 1L;

  private static final String MALFORMED =
      "The request is malformed or its framing is ambiguous (RFC 9112)";

  RefusedRequest(int status) {
    this(status, sentence(status));
  }

  private RefusedRequest(int status, String reason) {
    super(status, reason);
  }

  /**
   * Returns the refusal of a malformed request.
   *
   * @param place where it is malformed, without anything that the client sent
   */
  static RefusedRequest malformed(String place) {
    return new RefusedRequest(400, MALFORMED + ": see its " + place + ".");
  }

  /** Returns the message, which repeats nothing that the client sent. */
  private static String sentence(int status) {
    return switch (status) {
      case 408 -> "The request did not arrive in time.";
      case 413 -> "The request's content is larger than server.max_request_size allows.";
      case 414 -> "The request target is longer than server.max_target_size allows.";
      case 431 -> "The header section is larger than server.max_header_size allows.";
      case 500 -> "The proxy failed on this request; this is a bug.";
      case 503 -> "All workers are busy (server.max_workers); try again in a moment.";
      case 505 -> "Only HTTP/1.1 and HTTP/1.0 are supported; let the client speak HTTP/1.1.";
      default -> MALFORMED + ".";
    };
  }
}
