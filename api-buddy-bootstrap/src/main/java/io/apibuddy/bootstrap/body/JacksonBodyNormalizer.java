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
 * Brings JSON into a canonical form: members are sorted by name, white space is removed, strings
 * are escaped in one way. Numbers stay as they were written; members of equal names and the items
 * of arrays keep their order.
 *
 * <p>It works on a stream of tokens and evaluates no number. The text and the tables of a document
 * take up to about ten times the length of the body, if that has many small objects. This memory
 * comes out of the {@link BodyNormalizer.MemoryBudget}. In addition, the parser takes twice the
 * length of the longest string. Safe for concurrent use.
 */
public final class JacksonBodyNormalizer implements BodyNormalizer {
  private static final int MAX_DEPTH = 1_000;

  // Clients choose the names, so they are neither interned nor kept in a shared table.
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

  /** Creates a normalizer. */
  public JacksonBodyNormalizer() {}

  @Override
  public boolean knows(String mediaType) {
    return MediaType.isJson(mediaType);
  }

  @Override
  public boolean normalize(
      InputStream body, long length, List<String> omit, OutputStream canonical, MemoryBudget budget)
      throws IOException {
    Reader text =
        new InputStreamReader(
            body,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (DocumentMemory memory = new DocumentMemory(budget, length);
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
