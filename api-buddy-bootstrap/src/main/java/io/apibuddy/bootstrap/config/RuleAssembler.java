package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Mapping;
import io.apibuddy.bootstrap.config.Node.Member;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.PathGlob;
import io.apibuddy.domain.config.PathRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the rules of a mapping from configuration values. */
final class RuleAssembler {
  private final Values values;
  private final Problems problems;

  RuleAssembler(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /**
   * Returns the valid rules and reports the others.
   *
   * @param cache maps a policy to the mapping's cache settings under that policy
   */
  List<PathRule> of(
      String alias, CachePolicy policy, Function<CachePolicy, CacheConfiguration> cache) {
    List<Mapping> sections = values.find(alias, OtherKeys.RULES);
    if (sections == null) {
      return List.of();
    }
    Setting setting = new Setting(alias, OtherKeys.RULES);
    // A stronger --offline or API_BUDDY_CACHE_MODE overrides the modes of rules, too. Mode cache
    // does not: it is the usual mode, from which rules are exceptions.
    boolean modesCount =
        values.ofStrongest(alias, CacheKeys.MODE) == CacheMode.CACHE
            || !values.isOutranked(setting, CacheKeys.MODE);
    List<PathRule> rules = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      Map<String, Object> members = members(sections.get(i), setting.path() + "[" + i + "]");
      if (members != null) {
        rules.add(rule(members, policy, cache, modesCount));
      }
    }
    return rules;
  }

  @SuppressWarnings("unchecked") // each member's type read it
  private static PathRule rule(
      Map<String, Object> members,
      CachePolicy policy,
      Function<CachePolicy, CacheConfiguration> cache,
      boolean modesCount) {
    CacheConfiguration own = cache.apply((CachePolicy) members.getOrDefault("policy", policy));
    if (members.get("ttl") instanceof Duration ttl) {
      own = own.withTtl(ttl);
    }
    if (modesCount && members.get("mode") instanceof CacheMode mode) {
      own = own.withMode(mode);
    }
    return new PathRule(
        (Set<String>) members.getOrDefault("methods", Set.of()),
        (PathGlob) Objects.requireNonNull(members.get("path")),
        own);
  }

  /** Returns the values of a section by name, null if a problem was reported. */
  private @Nullable Map<String, Object> members(Mapping section, String at) {
    Map<String, Object> read = new HashMap<>();
    for (Member member : section.members()) {
      String place = at + "." + member.name();
      ValueType<?> type = RuleTypes.MEMBERS.get(member.name());
      Object value = type == null ? null : type.read(member.value());
      if (value != null) {
        read.put(member.name(), value);
      } else if (type == null) {
        problems.add(
            member.position(),
            place,
            "unknown key" + NearestName.hint(member.name(), RuleTypes.MEMBERS.keySet()));
      } else {
        problems.add(
            member.value().position(),
            place,
            "expected " + type.expected() + ", found " + member.value().found());
      }
    }
    if (read.size() < section.members().size()) {
      return null;
    }
    if (!read.containsKey("path")) {
      problems.add(section.position(), at + ".path", "is missing: which requests is it about?");
      return null;
    }
    if (!read.containsKey("ttl") && !read.containsKey("policy") && !read.containsKey("mode")) {
      problems.add(section.position(), at, "changes nothing: add ttl, policy or mode");
      return null;
    }
    return read;
  }
}
