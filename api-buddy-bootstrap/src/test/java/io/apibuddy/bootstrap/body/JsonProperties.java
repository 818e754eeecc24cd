package io.apibuddy.bootstrap.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.CanonicalForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** JSON texts have equal canonical forms exactly if their values are equal. */
class JsonProperties {

  /** A JSON value, which can be written in several ways. */
  private sealed interface Value {

    /** Writes it; {@code style} chooses among white space, escapes and orders of members. */
    String text(Random style);
  }

  private record Literal(String text) implements Value {
    @Override
    public String text(Random style) {
      return space(style) + text + space(style);
    }
  }

  private record Text(String characters) implements Value {
    @Override
    public String text(Random style) {
      StringBuilder text = new StringBuilder(space(style)).append('"');
      for (int i = 0; i < characters.length(); i++) {
        char c = characters.charAt(i);
        boolean mustBeEscaped = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
        if (mustBeEscaped || style.nextBoolean()) {
          text.append(String.format("\\u%04X", (int) c));
        } else {
          text.append(c);
        }
      }
      return text.append('"').append(space(style)).toString();
    }
  }

  private record Array(List<Value> elements) implements Value {
    @Override
    public String text(Random style) {
      return elements.stream()
          .map(element -> element.text(style))
          .collect(Collectors.joining(",", space(style) + "[", space(style) + "]"));
    }
  }

  private record Member(Text name, Value value) {}

  private record ObjectOf(List<Member> members) implements Value {
    @Override
    public String text(Random style) {
      List<Text> names = new ArrayList<>(members.stream().map(Member::name).distinct().toList());
      Collections.shuffle(names, style);
      return names.stream()
          .flatMap(name -> members.stream().filter(member -> member.name().equals(name)))
          .map(member -> member.name().text(style) + ":" + member.value().text(style))
          .collect(Collectors.joining(",", space(style) + "{", "}" + space(style)));
    }

    /** Members of equal names in their order, by their names. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ObjectOf that && sorted().equals(that.sorted());
    }

    @Override
    public int hashCode() {
      return sorted().hashCode();
    }

    private List<Member> sorted() {
      return members.stream()
          .sorted(Comparator.comparing(member -> member.name().characters()))
          .toList();
    }
  }

  private static String space(Random style) {
    return " \t\r\n".substring(style.nextInt(5)).repeat(style.nextInt(2));
  }

  @Provide
  Arbitrary<Value> values() {
    return values(3);
  }

  private static Arbitrary<Value> values(int depth) {
    Arbitrary<Text> texts =
        Arbitraries.of("a", "b", "\"", "\\", "/", "\n", "\u0001", "\u00e9", "\ud83d\ude00")
            .list()
            .ofMaxSize(3)
            .map(characters -> new Text(String.join("", characters)));
    Arbitrary<Literal> literals =
        Arbitraries.of("null", "true", "false", "0", "-0", "1", "1.0", "1e999999999", "10e-1")
            .map(Literal::new);
    if (depth == 0) {
      return Arbitraries.oneOf(texts, literals);
    }
    Arbitrary<Value> below = values(depth - 1);
    Arbitrary<Member> members = Combinators.combine(texts, below).as(Member::new);
    return Arbitraries.oneOf(
        texts,
        literals,
        below.list().ofMaxSize(3).map(Array::new),
        members.list().ofMaxSize(3).map(ObjectOf::new));
  }

  @Property(tries = 1_000, seed = "1")
  void canonicalFormDoesNotDependOnHowAValueIsWritten(
      @ForAll("values") Value value, @ForAll long style) {
    String canonical = canonical(value.text(new Random(style)));

    assertThat(canonical).isEqualTo(canonical(value.text(new Random(style + 1))));
    assertThat(canonical(canonical)).isEqualTo(canonical);
  }

  @Property(tries = 2_000, seed = "2")
  void canonicalFormsAreEqualExactlyIfTheValuesAre(
      @ForAll("values") Value one, @ForAll("values") Value other) {
    Random style = new Random(7);

    assertThat(canonical(one.text(style)).equals(canonical(other.text(style))))
        .isEqualTo(one.equals(other));
  }

  private static String canonical(String json) {
    Body.Bytes body = new Body.Bytes(json.getBytes(StandardCharsets.UTF_8));
    try {
      CanonicalForm form =
          Objects.requireNonNull(new JacksonBodyNormalizer().form(body, List.of()));
      return new String(form.octets().toByteArray(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
