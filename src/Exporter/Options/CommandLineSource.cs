using System.CommandLine;
using System.CommandLine.Parsing;

namespace Wattshare.Exporter.Options;

/// <summary>Reads options from the command line. Flags may stand before and after the command.</summary>
internal sealed class CommandLineSource
{
    private readonly RootCommand _root = new() { TreatUnmatchedTokensAsErrors = false };
    private readonly Dictionary<Command, CommandKind> _commands = [];
    private readonly List<(OptionDefinition Definition, Option<string[]> Option)> _options = [];
    private readonly Option<bool> _help = new("--help", "-h") { Recursive = true, Arity = ArgumentArity.Zero };
    private readonly Option<bool> _version = new("--version") { Recursive = true, Arity = ArgumentArity.Zero };

    private CommandLineSource()
    {
        // The parser's own help, version and directives are replaced: the help text here is grouped and made from the catalog.
        _root.Options.Clear();
        _root.Directives.Clear();
        _root.Options.Add(_help);
        _root.Options.Add(_version);
        _root.SetAction(static _ => { });
        foreach (var definition in OptionCatalog.All) AddOption(definition);
        foreach (var definition in CommandCatalog.All) AddCommand(definition);
    }

    /// <summary>Parses the arguments of the program.</summary>
    /// <param name="arguments">Without the name of the program.</param>
    /// <returns>The command, the flags and every fault.</returns>
    public static ParsedCommandLine Parse(IReadOnlyList<string> arguments) => new CommandLineSource().Read(arguments);

    private void AddOption(OptionDefinition definition)
    {
        // Zero values are allowed here so that a missing one becomes a fault of ours beside the others.
        var option = new Option<string[]>(definition.Flag) { Recursive = true, Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = false };
        _root.Options.Add(option);
        _options.Add((definition, option));
    }

    private void AddCommand(CommandDefinition definition)
    {
        var command = new Command(definition.Name) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(static _ => { });
        _root.Subcommands.Add(command);
        _commands.Add(command, definition.Kind);
    }

    private ParsedCommandLine Read(IReadOnlyList<string> arguments)
    {
        var result = _root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var readings = new OptionReadings();
        readings.Faults.AddRange(result.Errors.Select(error => Printable.Clean(error.Message)));
        AddUnmatched(arguments, result.UnmatchedTokens, readings);
        foreach (var (definition, option) in _options)
        {
            if (result.GetResult(option) is { } found) AddValue(definition, found, readings);
        }

        return new ParsedCommandLine(
            _commands.GetValueOrDefault(result.CommandResult.Command, CommandKind.Serve), Named(result, _help), Named(result, _version), readings);
    }

    private static bool Named(ParseResult result, Option option) => result.GetResult(option) is { IdentifierTokenCount: > 0 };

    private static void AddValue(OptionDefinition definition, OptionResult found, OptionReadings readings)
    {
        string[] texts = [.. found.Tokens.Select(token => token.Value)];
        if (texts.FirstOrDefault(text => text.StartsWith("--", StringComparison.Ordinal)) is { } flag)
            readings.Faults.Add($"{definition.Flag}: needs a value, and {Printable.Quote(flag)} looks like a flag");
        else if (texts.Length < found.IdentifierTokenCount) readings.Faults.Add($"{definition.Flag}: needs a value");
        else readings.Values.Add(new OptionValue(definition, definition.Flag, texts));
    }

    private static void AddUnmatched(IReadOnlyList<string> arguments, IReadOnlyList<string> unmatched, OptionReadings readings)
    {
        // The parser drops a first argument in brackets without a word: it takes it for a directive.
        if (arguments is [['[', ..] directive, ..]) readings.Faults.Add(Unexpected(directive));
        var afterUnknownFlag = false;
        foreach (var token in unmatched)
        {
            var isFlag = token is ['-', _, ..];
            if (isFlag) readings.Faults.Add(UnknownFlag(token));
            else if (!afterUnknownFlag) readings.Faults.Add(Unexpected(token));

            // The word after an unknown flag is most likely its value: one slip is one fault.
            afterUnknownFlag = isFlag && !token.Contains('=', StringComparison.Ordinal);
        }
    }

    private static string UnknownFlag(string token)
    {
        var flag = token.Split('=')[0];
        string[] known = [.. OptionCatalog.All.Select(option => option.Key), "help", "version"];
        return $"unknown flag {Printable.Clean(flag)}{NearestName.Hint(flag.TrimStart('-'), known, "--")}";
    }

    private static string Unexpected(string token) =>
        $"unknown command {Printable.Quote(token)}{NearestName.Hint(token, CommandCatalog.All.Select(command => command.Name))}";
}
