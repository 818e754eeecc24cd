package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.domain.config.AccessKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The types of keys whose values are secrets, which no problem report shows. */
final class CredentialTypes {

  private CredentialTypes() {}

  /**
   * A header field to be sent.
   *
   * @param value the value, possibly a secret
   * @param position where the field was written
   * @param missingVariable the message about a variable that the value needs and that is not set,
   *     null if there is none
   */
  record Field(String name, String value, Position position, @Nullable String missingVariable) {

    Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(position, "position");
    }

    /** Returns a text without the value. */
    @Override
    public String toString() {
      return "Field[" + name + "]";
    }
  }

  static ValueType<String> accessKey() {
    return ValueType.of(
            "16 to 128 letters, digits or - . _ ~",
            node ->
                node instanceof Scalar scalar
                        && scalar.kind() != Kind.NULL
                        && AccessKey.isWellFormed(scalar.text())
                    ? scalar.text()
                    : null)
        .withJsonSchema(JsonSchemas.text("[A-Za-z0-9._~-]{16,128}"));
  }

  /** Returns a type for sections of field names with values, which are checked later. */
  static ValueType<List<Field>> fields() {
    return ValueType.of(
            "header fields with their values, such as Accept: text/plain",
            node -> {
              if (!(node instanceof Mapping mapping)) {
                return null;
              }
              List<Field> fields = new ArrayList<>();
              for (Member member : mapping.members()) {
                if (!(member.value() instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
                  return null;
                }
                fields.add(
                    new Field(
                        member.name(), scalar.text(), member.position(), scalar.missingVariable()));
              }
              return fields;
            })
        .withCulprit(CredentialTypes::culprit)
        .withJsonSchema(JsonSchemas.section(JsonSchemas.SCALAR));
  }

  /** Returns the first value that no field can have, else the whole node. */
  private static Node culprit(Node node) {
    if (node instanceof Mapping mapping) {
      for (Member member : mapping.members()) {
        if (!ListItems.isText(member.value())) {
          return member.value();
        }
      }
    }
    return node;
  }
}
