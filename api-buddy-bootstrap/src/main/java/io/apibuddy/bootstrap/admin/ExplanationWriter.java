package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.replay.Candidate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an explanation as JSON without what there is not; for one explanation. */
final class ExplanationWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private ExplanationWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Returns its text. */
  static String json(Explanation explanation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      new ExplanationWriter(json).write(explanation);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.append('\n').toString();
  }

  private void write(Explanation explanation) throws IOException {
    json.writeStartObject();
    if (explanation instanceof Explanation.Refused refused) {
      json.writeStringField("outcome", "refused");
      json.writeNumberField("status", refused.status());
      json.writeStringField("error_code", refused.errorCode());
      json.writeStringField("detail", refused.detail());
    } else if (explanation instanceof Explanation.Routed routed) {
      json.writeStringField("outcome", word(routed.outcome()));
      text("reason", routed.reason());
      json.writeStringField("alias", routed.alias());
      json.writeStringField("url", routed.url());
      text("rule", routed.rule());
      json.writeStringField("policy", word(routed.policy()));
      json.writeStringField("mode", word(routed.mode()));
      key(routed.key());
      stored(routed.stored());
      nearest(routed.nearest());
    }
    json.writeEndObject();
  }

  private void key(Explanation.@Nullable KeyParts key) throws IOException {
    if (key == null) {
      return;
    }
    json.writeObjectFieldStart("key");
    json.writeStringField("digest", key.digest());
    json.writeStringField("method", key.method());
    json.writeStringField("target", key.target());
    text("content_type", key.contentType());
    text("body_digest", key.bodyDigest());
    json.writeBooleanField("credential", key.credential());
    json.writeArrayFieldStart("fields");
    for (int i = 0; i < key.fields().size(); i += 2) {
      json.writeStartObject();
      json.writeStringField("name", key.fields().get(i));
      json.writeStringField("value", key.fields().get(i + 1));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void stored(Explanation.@Nullable Entry entry) throws IOException {
    if (entry == null) {
      return;
    }
    json.writeObjectFieldStart("stored");
    json.writeStringField("id", entry.id());
    json.writeNumberField("status", entry.status());
    json.writeNumberField("bytes", entry.bytes());
    json.writeStringField("stored_at", entry.storedAt().toString());
    json.writeNumberField("age_seconds", entry.age().toSeconds());
    json.writeNumberField("remaining_seconds", entry.remaining().toSeconds());
    json.writeBooleanField("recording", entry.recording());
    json.writeEndObject();
  }

  private void nearest(List<Candidate> candidates) throws IOException {
    json.writeArrayFieldStart("nearest");
    for (Candidate candidate : candidates) {
      json.writeStartObject();
      json.writeStringField("method", candidate.method());
      json.writeStringField("url", candidate.url());
      json.writeStringField("difference", candidate.difference());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
