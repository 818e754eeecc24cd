package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResource;
import io.apibuddy.ports.admin.AdminResources;
import io.apibuddy.ports.admin.AdminResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps paths to endpoints; in a template a name in braces stands for any one segment. Immutable.
 */
public final class Routes implements AdminResources {
  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public @Nullable AdminResource at(String path) {
    List<String> segments = segments(path);
    for (Route route : routes) {
      if (route.matches(segments)) {
        return route.resource(segments);
      }
    }
    return null;
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  /** The endpoints of one path. */
  private record Route(List<String> template, Map<String, Endpoint> endpoints) {

    boolean matches(List<String> segments) {
      if (segments.size() != template.size()) {
        return false;
      }
      for (int i = 0; i < template.size(); i++) {
        String expected = template.get(i);
        boolean fits =
            isVariable(expected) ? !segments.get(i).isEmpty() : expected.equals(segments.get(i));
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    AdminResource resource(List<String> segments) {
      return new AdminResource() {
        @Override
        public Set<String> methods() {
          return endpoints.keySet();
        }

        @Override
        public boolean isSafe(String method) {
          Endpoint endpoint = endpoints.get(method);
          return (endpoint != null && endpoint.isSafe()) || AdminResource.super.isSafe(method);
        }

        @Override
        public AdminResponse answer(AdminRequest request)
            throws AdminException, InterruptedException {
          Endpoint endpoint = endpoints.get(request.method());
          if (endpoint == null) {
            throw new IllegalArgumentException("no endpoint for " + request.method());
          }
          return endpoint.answer(new Call(request, variables(segments)));
        }
      };
    }

    private Map<String, String> variables(List<String> segments) throws AdminException {
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < template.size(); i++) {
        String name = template.get(i);
        if (isVariable(name)) {
          variables.put(name.substring(1, name.length() - 1), Call.decoded(segments.get(i)));
        }
      }
      return variables;
    }
  }

  /** Builds routes. If several match, the one added first is used. Not safe for concurrent use. */
  public static final class Builder {
    private final Map<String, Map<String, Endpoint>> endpoints = new LinkedHashMap<>();

    private Builder() {}

    /** Adds an endpoint, for example {@code GET} of {@code /admin/cache/{alias}}. */
    public Builder add(String method, String path, Endpoint endpoint) {
      endpoints.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(method, endpoint);
      return this;
    }

    /** Returns the routes added so far. */
    public Routes build() {
      List<Route> routes = new ArrayList<>();
      endpoints.forEach(
          (path, methods) -> routes.add(new Route(segments(path), Map.copyOf(methods))));
      return new Routes(routes);
    }
  }
}
