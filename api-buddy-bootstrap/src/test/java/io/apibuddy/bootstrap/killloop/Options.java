package io.apibuddy.bootstrap.killloop;

import java.util.Arrays;
import java.util.Iterator;

/**
 * The options of the kill loop.
 *
 * @param backend the storage's name
 * @param classPath the product's class path
 * @param rounds the number of kills, 1 or more
 * @param seed the seed of the random times
 * @param numbers the number of different answers, 1 or more
 */
record Options(String backend, String classPath, int rounds, long seed, int numbers) {
  private static final int ROUNDS = 20;
  private static final int NUMBERS = 5000;

  /** Refuses options with which the loop would do nothing. */
  Options {
    if (rounds < 1 || numbers < 1) {
      throw new IllegalArgumentException("rounds and numbers must be 1 or more");
    }
  }

  static Options parse(String[] arguments) {
    String backend = "sqlite";
    String classPath = System.getProperty("java.class.path");
    int rounds = ROUNDS;
    long seed = System.nanoTime();
    int numbers = NUMBERS;
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String name = words.next();
      if (!words.hasNext()) {
        throw new IllegalArgumentException(name + " has no value");
      }
      String value = words.next();
      switch (name) {
        case "--backend" -> backend = value;
        case "--class-path" -> classPath = value;
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--numbers" -> numbers = Integer.parseInt(value);
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }
    return new Options(backend, classPath, rounds, seed, numbers);
  }
}
