import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes the CycloneDX bills of materials of the runnable jars. A jar's bill contains the
 * components on which the module depends, directly or through others, except those that the jar
 * lacks and those that only they need.
 *
 * <p>Arguments: the module's bill, then for each jar the file to write and the names of the
 * components that it lacks, separated by commas.
 */
final class WriteBills {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private WriteBills() {}

  public static void main(String[] arguments) throws IOException {
    if (!new File(arguments[0]).exists()) {
      throw new IllegalStateException(
          arguments[0]
              + " is not there: Maven leaves out the plugin that writes it when it is offline");
    }
    for (int i = 1; i < arguments.length; i += 2) {
      ObjectNode bom = (ObjectNode) MAPPER.readTree(new File(arguments[0]));
      keepWhatIsIn(bom, Set.of(arguments[i + 1].split(",")));
      MAPPER.writerWithDefaultPrettyPrinter().writeValue(new File(arguments[i]), bom);
    }
  }

  private static void keepWhatIsIn(ObjectNode bom, Set<String> left) {
    ArrayNode components = (ArrayNode) bom.get("components");
    ArrayNode dependencies = (ArrayNode) bom.get("dependencies");
    String root = bom.at("/metadata/component/bom-ref").asText();
    Set<String> contained = reachable(root, references(left, components), dependencies);
    retain(components, component -> contained.contains(component.get("bom-ref").asText()));
    retain(dependencies, dependency -> contained.contains(dependency.get("ref").asText()));
    for (JsonNode dependency : dependencies) {
      if (dependency.get("dependsOn") instanceof ArrayNode dependsOn) {
        retain(dependsOn, reference -> contained.contains(reference.asText()));
      }
    }
    // Optional for users of the module, but contained in the jar.
    components.forEach(component -> ((ObjectNode) component).put("scope", "required"));
    ((ObjectNode) bom.at("/metadata/component")).put("type", "application");
  }

  private static Set<String> references(Set<String> names, ArrayNode components) {
    Set<String> references = new HashSet<>();
    for (JsonNode component : components) {
      if (names.contains(component.get("name").asText())) {
        references.add(component.get("bom-ref").asText());
      }
    }
    if (references.size() != names.size()) {
      throw new IllegalArgumentException("the bill of materials names not all of " + names);
    }
    return references;
  }

  private static Set<String> reachable(String root, Set<String> left, ArrayNode dependencies) {
    Map<String, JsonNode> dependsOn = new HashMap<>();
    dependencies.forEach(each -> dependsOn.put(each.get("ref").asText(), each.path("dependsOn")));
    Set<String> reached = new HashSet<>(Set.of(root));
    Deque<String> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      for (JsonNode dependency : dependsOn.get(next.remove())) {
        String reference = dependency.asText();
        if (!left.contains(reference) && reached.add(reference)) {
          next.add(reference);
        }
      }
    }
    return reached;
  }

  private static void retain(ArrayNode nodes, Predicate<JsonNode> wanted) {
    for (Iterator<JsonNode> each = nodes.iterator(); each.hasNext(); ) {
      if (!wanted.test(each.next())) {
        each.remove();
      }
    }
  }
}
