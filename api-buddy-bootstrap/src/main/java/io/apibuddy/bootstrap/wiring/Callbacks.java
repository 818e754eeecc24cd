package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.log.SelectedEvents;
import io.apibuddy.ports.event.ExchangeListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates the listeners that the configuration names: one instance of each class, for all of its
 * events.
 */
final class Callbacks {
  private static final String KEY = "callbacks";

  private final ClassLoader loader;

  /** Loads classes with {@code loader}. */
  Callbacks(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Creates the listeners.
   *
   * @param byEvent class names by event
   * @throws ConfigurationException if a class cannot be used; names each such class and the reason
   */
  List<ExchangeListener> listeners(Map<String, String> byEvent) {
    Map<String, Set<String>> events = new LinkedHashMap<>();
    byEvent.forEach(
        (event, name) -> events.computeIfAbsent(name, unknown -> new TreeSet<>()).add(event));
    List<ExchangeListener> listeners = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    events.forEach(
        (name, own) -> {
          try {
            listeners.add(new SelectedEvents(own, make(name)));
          } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            String key = KEY + "." + String.join(", " + KEY + ".", own);
            problems.add(new Problem("", key, reason(name, e)));
          }
        });
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return listeners;
  }

  private ExchangeListener make(String name) throws ReflectiveOperationException {
    return Class.forName(name, true, loader)
        .asSubclass(ExchangeListener.class)
        .getConstructor()
        .newInstance();
  }

  private static String reason(String name, Throwable failure) {
    if (failure instanceof ClassNotFoundException) {
      return "no class "
          + name
          + " is on the class path: add its jar, or correct the name (an inner class is written"
          + " Outer$Inner)";
    }
    if (failure instanceof ClassCastException) {
      return name + " is not a listener: it must implement " + ExchangeListener.class.getName();
    }
    if (failure instanceof NoSuchMethodException
        || failure instanceof IllegalAccessException
        || failure instanceof InstantiationException) {
      return name
          + " cannot be created: it must be public, in a package that its module exports if it"
          + " is in one, with a public constructor without parameters";
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return name + " cannot be created: " + cause;
  }
}
