package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Fault;
import io.apibuddy.bootstrap.config.Node.Kind;
import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.bootstrap.config.Node.Scalar;
import io.apibuddy.bootstrap.metrics.Price;
import io.apibuddy.bootstrap.metrics.PriceTable;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The type of the key that holds the prices of models. */
final class PriceTypes {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private static final List<String> REQUIRED = List.of("input", "output", "currency");

  private PriceTypes() {}

  static ValueType<PriceTable> prices() {
    return ValueType.of(
            "for each model (* for all others) {input: 2.5, output: 10, currency: USD}, the price of a"
                + " million tokens; cached_input is optional",
            PriceTypes::table)
        .withCulprit(PriceTypes::culprit)
        .withWriter(PriceTypes::written)
        .withJsonSchema(JsonSchemas.section(jsonSchema()));
  }

  private static Map<String, Object> jsonSchema() {
    Map<String, Object> amount =
        JsonSchemas.of("type", "number", "minimum", 0L, "maximum", 999_999_999L);
    return JsonSchemas.of(
        "type",
        "object",
        "properties",
        JsonSchemas.of(
            "input",
            amount,
            "cached_input",
            amount,
            "output",
            amount,
            "currency",
            JsonSchemas.text(CURRENCY)),
        "required",
        REQUIRED,
        "additionalProperties",
        false);
  }

  private static @Nullable PriceTable table(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return null;
    }
    Map<String, Price> prices = new LinkedHashMap<>();
    for (Member member : mapping.members()) {
      Price price = price(member.value());
      if (price == null || member.name().isEmpty()) {
        return null;
      }
      prices.put(member.name(), price);
    }
    return new PriceTable(prices);
  }

  private static @Nullable Price price(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return null;
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (Member member : mapping.members()) {
      if (!(member.value() instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
        return null;
      }
      parts.put(member.name(), PlainNumber.of(scalar));
    }
    String currency = parts.remove("currency");
    BigDecimal input = number(parts.remove("input"));
    BigDecimal output = number(parts.remove("output"));
    boolean cached = parts.containsKey("cached_input");
    BigDecimal cachedInput = number(parts.remove("cached_input"));
    return input == null
            || output == null
            || (cached && cachedInput == null)
            || currency == null
            || !CURRENCY.matcher(currency).matches()
            || !parts.isEmpty()
        ? null
        : new Price(input, cachedInput, output, currency);
  }

  private static @Nullable BigDecimal number(@Nullable String text) {
    return text != null && NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  private static Node culprit(Node node) {
    if (node instanceof Mapping mapping) {
      for (Member member : mapping.members()) {
        if (price(member.value()) == null) {
          return culprit(member.name(), member.value());
        }
      }
    }
    return node;
  }

  /** Returns what is wrong with the price of a model: a bad member, or the missing ones. */
  private static Node culprit(String model, Node node) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    Set<String> missing = new LinkedHashSet<>(REQUIRED);
    for (Member member : mapping.members()) {
      Node value = member.value();
      if (!isRight(member.name(), value)) {
        return new Fault(value.position(), model + "." + member.name() + ": " + value.found());
      }
      missing.remove(member.name());
    }
    return missing.isEmpty()
        ? node
        : new Fault(node.position(), model + " without " + String.join(" and ", missing));
  }

  private static boolean isRight(String name, Node value) {
    String text =
        value instanceof Scalar scalar && scalar.kind() != Kind.NULL ? PlainNumber.of(scalar) : "";
    return switch (name) {
      case "input", "cached_input", "output" -> number(text) != null;
      case "currency" -> CURRENCY.matcher(text).matches();
      default -> false;
    };
  }

  private static Object written(PriceTable table) {
    Map<String, Object> models = new LinkedHashMap<>();
    table.byModel().forEach((model, price) -> models.put(model, written(price)));
    return models;
  }

  private static Object written(Price price) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("input", price.input());
    BigDecimal cachedInput = price.cachedInput();
    if (cachedInput != null) {
      parts.put("cached_input", cachedInput);
    }
    parts.put("output", price.output());
    parts.put("currency", price.currency());
    return parts;
  }
}
