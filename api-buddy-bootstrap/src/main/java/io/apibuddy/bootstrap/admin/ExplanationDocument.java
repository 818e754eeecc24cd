package io.apibuddy.bootstrap.admin;

import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.replay.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON form of an explanation; members without a value are absent. */
sealed interface ExplanationDocument {

  /** A request that would be refused before it reaches a mapping. */
  record Refused(String outcome, int status, String errorCode, String detail)
      implements ExplanationDocument {}

  /** A request that the proxy itself would answer. */
  record AdminResource(String outcome) implements ExplanationDocument {}

  /** A request that would go to a mapping. */
  record Routed(
      String outcome,
      @Nullable String reason,
      String alias,
      String url,
      @Nullable String rule,
      String policy,
      String mode,
      @Nullable Key key,
      @Nullable Stored stored,
      List<Candidate> nearest)
      implements ExplanationDocument {}

  /** The parts of the request's cache key. */
  record Key(
      String digest,
      String method,
      String target,
      @Nullable String contentType,
      @Nullable String bodyDigest,
      boolean credential,
      List<MaskedFields.Field> fields) {}

  /** The stored response for the request. */
  record Stored(
      String id,
      int status,
      long bytes,
      String storedAt,
      long ageSeconds,
      long remainingSeconds,
      boolean recording) {}

  /** Returns the JSON form of an explanation. */
  static ExplanationDocument of(Explanation explanation) {
    if (explanation instanceof Explanation.Routed routed) {
      return new Routed(
          word(routed.outcome()),
          text(routed.reason()),
          routed.alias(),
          routed.url(),
          text(routed.rule()),
          word(routed.policy()),
          word(routed.mode()),
          key(routed.key()),
          stored(routed.stored()),
          routed.nearest());
    }
    if (explanation instanceof Explanation.AdminResource) {
      return new AdminResource("own");
    }
    Explanation.Refused refused = (Explanation.Refused) explanation;
    return new Refused("refused", refused.status(), refused.errorCode(), refused.detail());
  }

  private static @Nullable Key key(Explanation.@Nullable KeyParts parts) {
    if (parts == null) {
      return null;
    }
    List<MaskedFields.Field> fields = new ArrayList<>();
    for (int i = 0; i < parts.fields().size(); i += 2) {
      fields.add(new MaskedFields.Field(parts.fields().get(i), parts.fields().get(i + 1)));
    }
    return new Key(
        parts.digest(),
        parts.method(),
        parts.target(),
        text(parts.contentType()),
        text(parts.bodyDigest()),
        parts.credential(),
        fields);
  }

  private static @Nullable Stored stored(Explanation.@Nullable Entry entry) {
    return entry == null
        ? null
        : new Stored(
            entry.id(),
            entry.status(),
            entry.bytes(),
            entry.storedAt().toString(),
            entry.age().toSeconds(),
            entry.remaining().toSeconds(),
            entry.recording());
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
