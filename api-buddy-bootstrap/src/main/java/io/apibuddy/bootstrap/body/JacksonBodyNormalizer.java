package io.apibuddy.bootstrap.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Canonical JSON: members sorted by name, no white space, strings escaped in one way, numbers as
 * they were written; equal names and arrays keep their order. Works on a stream of tokens: no
 * number is evaluated. The text and the tables of a document take up to some ten times the body's
 * length, of many small objects, which comes out of the room that is given; the parser takes twice
 * the length of the longest string besides.
 */
public final class JacksonBodyNormalizer implements BodyNormalizer {
  private static final int MAX_DEPTH = 1_000;

  // Names are neither interned nor kept in a shared table: clients choose them.
  private final JsonFactory factory =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Makes a normalizer. */
  public JacksonBodyNormalizer() {}

  @Override
  public boolean knows(String mediaType) {
    return MediaType.isJson(mediaType);
  }

  @Override
  public boolean normalize(
      InputStream body, long length, List<String> omit, OutputStream canonical, Room room)
      throws IOException {
    Reader text =
        new InputStreamReader(
            body,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (DocumentMemory memory = new DocumentMemory(room, length);
        JsonParser parser = factory.createParser(text)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      CanonicalJson document = new CanonicalJson(memory);
      if (!new JsonCanonicalizer(parser, document).document(OmittedMembers.of(omit))) {
        return false;
      }
      document.writeTo(canonical);
      return true;
    } catch (JsonProcessingException
        | CharacterCodingException
        | DocumentMemory.Exhausted unusable) {
      return false;
    }
  }
}
