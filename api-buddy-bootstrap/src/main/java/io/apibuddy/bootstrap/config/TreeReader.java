package io.apibuddy.bootstrap.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.config.Node.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of one JSON or YAML document into nodes with lines and columns. */
final class TreeReader {
  /** The message about a repeated key. */
  static final String DUPLICATE_KEY = "appears twice; remove one of the two";

  private static final int MAX_DEPTH = 16;

  private final String source;
  private final boolean yaml;
  private final EnvironmentReferences references;
  private final Problems problems;

  TreeReader(String source, String text, EnvironmentReferences references, Problems problems) {
    this.source = source;
    this.references = references;
    this.problems = problems;
    String name = source.toLowerCase(Locale.ROOT);
    this.yaml =
        name.endsWith(".yaml")
            || name.endsWith(".yml")
            || !(name.endsWith(".json") || text.stripLeading().startsWith("{"));
  }

  /**
   * Returns the document's root, or reports a problem and returns null if the syntax is wrong or
   * the root is no section.
   */
  @Nullable Mapping read(String text) {
    JsonFactory factory = yaml ? new YAMLFactory() : new JsonFactory();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add(Position.of(source), "", "configuration file is empty");
        return null;
      }
      Node root = node(parser, "", 0);
      if (parser.nextToken() != null) {
        problems.add(position(parser), "", "text after the end of the configuration");
        return null;
      }
      if (root instanceof Mapping mapping) {
        return mapping;
      }
      problems.add(
          root.position(),
          "",
          "expected sections such as server:, found " + SyntaxErrors.found(root));
    } catch (JsonProcessingException e) {
      SyntaxErrors.report(source, text, yaml, e, problems);
    } catch (TooDeepException e) {
      problems.add(e.position, "", "nested too deeply for a configuration");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return null;
  }

  private Node node(JsonParser parser, String path, int depth) throws IOException {
    Position position = position(parser);
    if (depth > MAX_DEPTH) {
      throw new TooDeepException(position);
    }
    if (parser instanceof YAMLParser yamlParser && yamlParser.isCurrentAlias()) {
      problems.add(position, path, "references (*" + parser.getText() + ") are not supported");
      return new Scalar(position, Kind.NULL, "", "");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, position, path, depth);
      case START_ARRAY -> {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(node(parser, path, depth + 1));
        }
        yield new Sequence(position, items);
      }
      case VALUE_TRUE, VALUE_FALSE ->
          scalar(position, Kind.FLAG, parser.getText().toLowerCase(Locale.ROOT));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(position, Kind.NUMBER, parser.getText());
      case VALUE_NULL -> scalar(position, Kind.NULL, "");
      default -> references.expand(position, path, parser.getText(), problems);
    };
  }

  private Mapping mapping(JsonParser parser, Position position, String path, int depth)
      throws IOException {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Position at = position(parser);
      String memberPath = path.isEmpty() ? name : path + "." + name;
      parser.nextToken();
      Node value = node(parser, memberPath, depth + 1);
      if (names.add(name)) {
        members.add(new Member(name, at, value));
      } else {
        problems.add(at, memberPath, DUPLICATE_KEY);
      }
    }
    return new Mapping(position, members);
  }

  private static Scalar scalar(Position position, Kind kind, String text) {
    return new Scalar(position, kind, text, text);
  }

  private Position position(JsonParser parser) {
    return Position.of(source, parser.currentTokenLocation());
  }

  private static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Position position;

    TooDeepException(Position position) {
      this.position = position;
    }
  }
}
