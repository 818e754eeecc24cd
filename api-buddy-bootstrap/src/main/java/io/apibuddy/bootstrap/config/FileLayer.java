package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.error.ConfigurationException;
import java.nio.file.Path;

/** Reads a configuration file and checks it against the schema. */
final class FileLayer {
  /** The member that names the schema of a JSON file for editors; it is ignored. */
  static final String SCHEMA = "$schema";

  private static final String MEANT_UPSTREAM = NearestName.suggestion("upstream");

  private final Schema schema;
  private final Problems problems;
  private final Layer layer = new Layer();

  private FileLayer(Schema schema, Problems problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /** Returns the values that the file sets and reports its problems. */
  static Layer read(Path file, Schema schema, EnvironmentReferences references, Problems problems) {
    String text;
    try {
      text = DocumentReader.read(file);
    } catch (ConfigurationException e) {
      e.problems()
          .forEach(each -> problems.add(Position.of(each.position()), each.key(), each.message()));
      return new Layer();
    }
    return read(String.valueOf(file.getFileName()), text, schema, references, problems);
  }

  /**
   * Returns the values that a file with this text would set and reports its problems.
   *
   * @param source the name of the text in reports
   */
  static Layer read(
      String source,
      String text,
      Schema schema,
      EnvironmentReferences references,
      Problems problems) {
    FileLayer reading = new FileLayer(schema, problems);
    Mapping root = new TreeReader(source, text, references, problems).read(text);
    if (root != null) {
      reading.section(root, "", "");
    }
    return reading.layer;
  }

  private void section(Mapping section, String prefix, String alias) {
    boolean inMapping = !alias.isEmpty();
    for (Member member : section.members()) {
      String path = prefix + member.name();
      if (!inMapping && path.equals(SCHEMA)) {
        continue;
      }
      Key<?> key = schema.paths(inMapping).get(path);
      if (key != null) {
        acceptOnce(new Setting(alias, key), member);
      } else if (!inMapping && path.equals(Schema.MAPPINGS)) {
        mappings(member);
      } else if (!schema.isSection(path, inMapping)) {
        unknown(member, path, alias);
      } else if (member.value() instanceof Mapping inner) {
        section(inner, path + ".", alias);
      } else {
        problems.add(
            member.value().position(),
            fullPath(alias, path),
            "expected a section, found " + SyntaxErrors.found(member.value()));
      }
    }
  }

  private void unknown(Member member, String path, String alias) {
    String hint = schema.hint(path, !alias.isEmpty());
    problems.add(member.position(), fullPath(alias, path), "unknown key" + hint);
    if (hint.equals(MEANT_UPSTREAM)) {
      problems.noteMisnamed(new Setting(alias, OtherKeys.UPSTREAM).path());
    }
  }

  /** Sets a value unless it is set: a key can appear both as a dotted path and in a section. */
  private void acceptOnce(Setting setting, Member member) {
    if (layer.find(setting) == null) {
      layer.accept(setting, member.value(), problems);
    } else {
      problems.add(member.position(), setting.path(), TreeReader.DUPLICATE_KEY);
    }
  }

  private void mappings(Member mappings) {
    if (!(mappings.value() instanceof Mapping byAlias)) {
      problems.add(
          mappings.value().position(),
          Schema.MAPPINGS,
          "expected aliases with their upstreams, such as github: https://api.github.com, found "
              + SyntaxErrors.found(mappings.value()));
      return;
    }
    for (Member member : byAlias.members()) {
      if (member.name().isEmpty()) {
        problems.add(member.position(), Schema.MAPPINGS, "an alias without a name");
        continue;
      }
      layer.addMapping(member.name(), member.position());
      if (member.value() instanceof Mapping mapping) {
        section(mapping, "", member.name());
      } else {
        layer.accept(new Setting(member.name(), OtherKeys.UPSTREAM), member.value(), problems);
      }
    }
  }

  private static String fullPath(String alias, String path) {
    return alias.isEmpty() ? path : Schema.MAPPINGS + "." + alias + "." + path;
  }
}
