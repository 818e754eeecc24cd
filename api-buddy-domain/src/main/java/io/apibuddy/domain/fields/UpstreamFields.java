package io.apibuddy.domain.fields;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;

/**
 * Writes the fields of upstream requests from those of client requests. An underscore in a name
 * counts as a hyphen, as it does for many servers (RFC 3875 section 4.1.18). Immutable.
 */
public final class UpstreamFields {

  /** Framing is the client adapter's; the rest could change the answer without being in the key. */
  private static final FieldNames NOT_PASSED_ON =
      FieldNames.of(
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
          CacheKeyFactory.VARIANT_FIELD,
          RequestDirectives.FIELD);

  /** They ask for less than the whole answer. */
  private static final FieldNames SELECTING =
      FieldNames.of("if-none-match", "if-modified-since", "range", "if-range");

  private static final String FORWARDED = "X-Forwarded";

  private final Via via;

  public UpstreamFields(Via via) {
    this.via = via;
  }

  /**
   * Returns the end-to-end fields to send.
   *
   * @param keepSelecting false if the answer is to be whole, so that it can be stored
   */
  public Headers of(RequestHead request, AcceptedCoding coding, boolean keepSelecting) {
    FieldNames hopByHop = HopByHop.names(request.headers());
    Headers kept =
        request
            .headers()
            .without(
                name -> {
                  String dashed = name.replace('_', '-');
                  return hopByHop.contains(name)
                      || hopByHop.contains(dashed)
                      || NOT_PASSED_ON.contains(dashed)
                      || dashed.regionMatches(true, 0, FORWARDED, 0, FORWARDED.length())
                      || (!keepSelecting && SELECTING.contains(dashed));
                });
    Headers.Builder fields = kept.toBuilder().add("Accept-Encoding", coding.token());
    fields.set("Via", via.behind(request.headers().joined("Via"), request.version()));
    MaxForwards.countDown(request, fields);
    return fields.build();
  }
}
