package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the fields of upstream requests from those of client requests. An underscore in a name
 * counts as a hyphen, as it does for many servers (RFC 3875 section 4.1.18). Immutable.
 */
final class UpstreamFields {

  /** Framing is the client adapter's; the rest could change the answer without being in the key. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "host",
          "content-length",
          "expect",
          "accept-encoding",
          "via",
          "forwarded",
          "x-original-url",
          "x-rewrite-url",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          CacheKeyFactory.VARIANT_FIELD.toLowerCase(Locale.ROOT),
          RequestDirectives.FIELD.toLowerCase(Locale.ROOT));

  /** They ask for less than the whole answer. */
  private static final Set<String> SELECTING =
      Set.of("if-none-match", "if-modified-since", "range", "if-range");

  private final Via via;

  UpstreamFields(Via via) {
    this.via = via;
  }

  /**
   * Returns the end-to-end fields to send.
   *
   * @param keepSelecting false if the answer is to be whole, so that it can be stored
   */
  Headers of(RequestHead request, AcceptedCoding coding, boolean keepSelecting) {
    Set<String> hopByHop = HopByHop.names(request.headers());
    Headers kept =
        request
            .headers()
            .without(
                name -> {
                  String lower = name.toLowerCase(Locale.ROOT);
                  String dashed = lower.replace('_', '-');
                  return hopByHop.contains(lower)
                      || hopByHop.contains(dashed)
                      || NOT_PASSED_ON.contains(dashed)
                      || dashed.startsWith("x-forwarded")
                      || (!keepSelecting && SELECTING.contains(lower));
                });
    Headers.Builder fields = kept.toBuilder().add("Accept-Encoding", coding.token());
    fields.set("Via", via.behind(request.headers().joined("Via"), request.version()));
    return fields.build();
  }
}
