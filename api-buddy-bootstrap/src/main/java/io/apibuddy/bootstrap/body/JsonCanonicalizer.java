package io.apibuddy.bootstrap.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the tokens of one JSON document to a {@link CanonicalJson}. The parser's limit on nesting
 * bounds the recursion.
 */
final class JsonCanonicalizer {
  private final JsonParser parser;
  private final CanonicalJson out;

  JsonCanonicalizer(JsonParser parser, CanonicalJson out) {
    this.parser = parser;
    this.out = out;
  }

  /**
   * Reads the whole document.
   *
   * @param omitted the members to leave out, null for none
   * @return whether the input holds exactly one value
   */
  boolean document(@Nullable OmittedMembers omitted) throws IOException {
    if (parser.nextToken() == null) {
      return false;
    }
    value(omitted);
    return parser.nextToken() == null;
  }

  private void value(@Nullable OmittedMembers omitted) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(omitted);
      case START_ARRAY -> array(omitted);
      case VALUE_STRING -> {
        parser.getText(out.beginString()); // in pieces: a long string is never assembled
        out.endString();
      }
      default -> out.literal(parser.getText());
    }
  }

  private void object(@Nullable OmittedMembers omitted) throws IOException {
    int object = out.beginObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      OmittedMembers place = OmittedMembers.child(omitted, parser.currentName());
      if (OmittedMembers.isOmitted(place)) {
        parser.nextToken();
        parser.skipChildren();
        continue;
      }
      int member = out.length();
      name();
      out.literal(":");
      parser.nextToken();
      value(place);
      out.endMember(member);
    }
    out.endObject(object);
  }

  private void array(@Nullable OmittedMembers omitted) throws IOException {
    out.literal("[");
    boolean first = true;
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      OmittedMembers place =
          omitted == null ? null : OmittedMembers.child(omitted, Integer.toString(i));
      if (OmittedMembers.isOmitted(place)) {
        parser.skipChildren();
        continue;
      }
      if (!first) {
        out.literal(",");
      }
      first = false;
      value(place);
    }
    out.literal("]");
  }

  private void name() throws IOException {
    out.text(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }
}
