package io.apibuddy.domain.fields;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.config.UnsentFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import java.util.stream.Stream;

/**
 * Derives the fields of an upstream request from those of a client's request. An underscore in a
 * name counts as a hyphen, since many servers make no difference (RFC 3875 section 4.1.18).
 * Immutable.
 */
public final class UpstreamFields {

  /**
   * The fields that are never sent upstream, and those that the proxy writes itself: framing is up
   * to the upstream client, {@code Accept-Encoding} and {@code Via} are added below.
   */
  private static final FieldNames NOT_PASSED_ON =
      FieldNames.of(
          Stream.concat(
                  UnsentFields.NAMES.stream(),
                  Stream.of("content-length", "expect", "accept-encoding", "via"))
              .toArray(String[]::new));

  /** Fields that ask for less than the whole answer. */
  private static final FieldNames SELECTING =
      FieldNames.of("if-none-match", "if-modified-since", "range", "if-range");

  private final Via via;

  public UpstreamFields(Via via) {
    this.via = via;
  }

  /**
   * Returns the end-to-end fields to send.
   *
   * @param keepSelecting whether conditions and ranges are sent; false if the whole answer is
   *     wanted, so that it can be stored
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
                      || dashed.regionMatches(
                          true, 0, UnsentFields.FORWARDED, 0, UnsentFields.FORWARDED.length())
                      || (!keepSelecting && SELECTING.contains(dashed));
                });
    Headers.Builder fields = kept.toBuilder().add("Accept-Encoding", coding.token());
    fields.set("Via", via.appendTo(request.headers().joined("Via"), request.version()));
    MaxForwards.countDown(request, fields);
    return fields.build();
  }
}
