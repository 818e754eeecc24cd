package io.apibuddy.domain.fields;

import io.apibuddy.domain.cache.HttpDate;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.Set;

/** Selects the fields of an upstream's response that clients and the store get. */
public final class ResponseFields {

  private static final FieldNames COOKIES = FieldNames.of("set-cookie", "set-cookie2");

  private static final FieldNames REPLACED = FieldNames.of("content-length", "x-cache");

  private static final FieldNames REPLACED_FOR_HEAD = FieldNames.of("x-cache");

  private ResponseFields() {}

  /**
   * Returns a response without hop-by-hop fields and with a {@code Date} (RFC 9110 section 6.6.1).
   *
   * @param receivedAt when the response was received; the {@code Date} if it has none
   */
  public static ResponseHead endToEnd(ResponseHead received, Instant receivedAt) {
    Headers kept = HopByHop.removedFrom(received.headers());
    if (!kept.contains("Date")) {
      kept = kept.toBuilder().add("Date", HttpDate.format(receivedAt)).build();
    }
    return received.withHeaders(kept);
  }

  /**
   * Returns an end-to-end response as clients other than the one that asked may see it.
   *
   * @param withheld names of fields that they may not see
   * @param cookies whether they may see fields that set cookies
   */
  public static ResponseHead shareable(
      ResponseHead endToEnd, Set<String> withheld, boolean cookies) {
    ResponseHead shared = cookies ? endToEnd : without(endToEnd, COOKIES);
    return withheld.isEmpty() ? shared : without(shared, new FieldNames(withheld));
  }

  /** Returns the fields of a response that set cookies. */
  public static Headers cookies(ResponseHead received) {
    return received.headers().without(name -> !COOKIES.contains(name));
  }

  /** Returns a shareable response without the fields that are written anew for each answer. */
  public static ResponseHead storable(ResponseHead shareable) {
    return without(shareable, REPLACED);
  }

  /** Returns the same for an answer to HEAD; its length is kept, since nothing else tells it. */
  public static ResponseHead storableOfHead(ResponseHead shareable) {
    return without(shareable, REPLACED_FOR_HEAD);
  }

  private static ResponseHead without(ResponseHead head, FieldNames names) {
    return head.withHeaders(head.headers().without(names::contains));
  }
}
