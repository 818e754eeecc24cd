package io.apibuddy.domain.fields;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import java.util.Set;

/** Recognizes answers that arrive event by event and may never end. */
public final class EventStreams {

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "text/event-stream",
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/stream+json");

  private EventStreams() {}

  /** Returns whether an answer will end by itself before long, as far as its head tells. */
  public static boolean isBounded(Headers response) {
    String contentType = response.first("Content-Type");
    return contentType == null || !MEDIA_TYPES.contains(MediaType.of(contentType));
  }
}
