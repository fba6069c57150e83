namespace Wattshare.Exporter.Commands;

/// <summary>One thing to tell an operator about the host.</summary>
/// <param name="Level">How good it is.</param>
/// <param name="Subject">What it is about, one or two words.</param>
/// <param name="Message">What is so, and what follows from it.</param>
/// <param name="Fix">The command or step that mends it, lines separated by a line feed; empty when nothing is to be done.</param>
internal sealed record CheckFact(CheckLevel Level, string Subject, string Message, string Fix = "");
