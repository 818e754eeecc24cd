package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.PreconditionEvaluator;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.StateChangingBody;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.ports.http.ContentCoding;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import java.io.IOException;

/** Why the answer to a request cannot be stored, whatever it says. */
final class StorageObstacle {

  /** The request's content is too long for a key. */
  static final String TOO_LARGE = "request-too-large";

  private static final String RANGE = "range";
  private static final String GRAPHQL = "application/graphql";
  private static final String FORM = "application/x-www-form-urlencoded";

  private StorageObstacle() {}

  /** Returns the obstacle as the {@code detail} of {@code Cache-Status}, empty if there is none. */
  static String of(Exchange exchange) {
    Headers headers = exchange.head().headers();
    String method = exchange.method();
    if (exchange.cache().mode() == CacheMode.RECORD) { // conditions are part of a recording's key
      return method.equals("GET") && headers.contains("Range") ? RANGE : "";
    }
    if (exchange.directives().noStore()) {
      return "request-no-store";
    }
    if (method.equals("HEAD")) {
      return "head";
    }
    String range = headers.first("Range");
    if (range != null
        && (exchange.cache().policy() == CachePolicy.TTL || !RangeEvaluator.isOfBytes(range))) {
      return RANGE; // in another unit, a part may come that is not marked as one
    }
    return isPrecondition(exchange) ? "precondition" : "";
  }

  /**
   * Returns the obstacle to a request with a body, which may be one that changes something.
   *
   * @param body read only if necessary
   */
  static String of(Exchange exchange, BufferedBody body) {
    String obstacle = of(exchange);
    boolean may =
        obstacle.isEmpty()
            && body.length() > 0
            && exchange.cache().policy() == CachePolicy.TTL
            && exchange.cache().mode() != CacheMode.RECORD;
    try {
      return may && mayChangeSomething(exchange, body) ? "changes-state" : obstacle;
    } catch (IOException e) {
      return obstacle; // sending the body meets the same failure and reports it
    }
  }

  /** Returns whether {@link #of(Exchange, BufferedBody)} may have to decompress a body. */
  static boolean unpacks(Exchange exchange) {
    return coding(exchange) == ContentCoding.GZIP;
  }

  /** Returns whether a body changes something, or may and cannot be examined. */
  private static boolean mayChangeSomething(Exchange exchange, BufferedBody body)
      throws IOException {
    ContentCoding coding = coding(exchange);
    String outline =
        coding == ContentCoding.OTHER ? null : body.outline(coding == ContentCoding.GZIP);
    String type = MediaType.of(exchange.head().headers().first("Content-Type"));
    if (outline == null) {
      return coding == ContentCoding.NONE || MediaType.isJson(type) || type.equals(GRAPHQL);
    }
    return type.equals(GRAPHQL)
        ? StateChangingBody.isDocument(outline)
        : StateChangingBody.is(outline) // even for a form: curl calls JSON one by default
            || (type.equals(FORM) && StateChangingBody.isForm(outline));
  }

  private static ContentCoding coding(Exchange exchange) {
    return ContentCoding.of(exchange.head().headers().joined("Content-Encoding"));
  }

  /** Returns whether the answer can be stored once the request is sent without its range. */
  static boolean isNoneOrRange(Exchange exchange) {
    String obstacle = of(exchange);
    return obstacle.isEmpty() || obstacle.equals(RANGE);
  }

  /** Returns whether the request has a condition that only the upstream can evaluate. */
  static boolean isPrecondition(Exchange exchange) {
    return PreconditionEvaluator.isLeftToTheOrigin(exchange.method(), exchange.head().headers());
  }
}
