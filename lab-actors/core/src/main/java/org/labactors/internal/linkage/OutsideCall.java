package org.labactors.internal.linkage;

/**
 * A call of a method of other code.
 *
 * @param owner the name of the class it is called on
 * @param method its name and descriptor, {@code random()D}
 * @param calledAt where it is called: {@code mine.Mine.run(Mine.java:12)}
 */
public record OutsideCall(String owner, String method, String calledAt) {}
