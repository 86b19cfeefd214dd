using System.CommandLine;
using System.CommandLine.Parsing;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Devices;
using Trainer.Core.Pipeline;
using Trainer.Core.Tensors;
using Trainer.Core.Text;
using Trainer.Core.Training;
using Trainer.Host.Configuration;

namespace Trainer.Host.Commands;

/// <summary>The program's verbs, and what all of them share: refusing what is unknown, and reporting errors.</summary>
internal static class CommandLine
{
    private const string VerboseName = "--verbose";

    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        Terminal terminal = Terminal.Process();
        try
        {
            ParseResult parsed = Parse(args);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                // Signals have one owner, the generic host; exceptions are reported below.
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Interrupted.").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (SettingsException e)
        {
            await terminal.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitCode.BadSettings;
        }
        catch (Exception e)
        {
            await ReportAsync(terminal.Error, e, verbose: args.Contains(VerboseName, StringComparer.Ordinal))
                .ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    private static ParseResult Parse(string[] args)
    {
        var root = new RootCommand("Trains image classifiers from CSV files; the model never waits for data.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            SummaryCommand.Create(),
            DashboardCommand.Create(),
            PreviewCommand.Create(),
            ProfileCommand.Create(),
            LearningRateCommand.Create(),
            DigestCommand.Create(),
            SampleDataCommand.Create(),
            InspectCommand.Create(),
            SettingsCommand.Create(),
        };
        root.Options.Add(
            new Option<bool>(VerboseName) { Description = "Print stack traces of errors.", Recursive = true });
        ParseResult parsed = root.Parse(ChooseVerb(SplitAssignments(args), root));
        if (parsed.UnmatchedTokens is [string unknown, ..])
        {
            throw new SettingsException(DescribeUnknown(unknown, parsed.CommandResult.Command, root));
        }

        if (parsed.Errors is [ParseError first, ..] && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            throw new SettingsException(first.Message);
        }

        return parsed;
    }

    /// <summary>Allows <c>--key=value</c> beside <c>--key value</c>, also for keys that contain a colon.</summary>
    private static IEnumerable<string> SplitAssignments(string[] args) => args.SelectMany(argument =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=') is var at and > 0
            ? new[] { argument[..at], argument[(at + 1)..] }
            : [argument]);

    /// <summary><c>train</c> is the verb when none is named.</summary>
    private static string[] ChooseVerb(IEnumerable<string> args, RootCommand root)
    {
        string[] list = [.. args];
        if (list.Length > 0 && (!list[0].StartsWith('-') || list[0] is "--help" or "-h" or "-?" or "--version"))
        {
            return root.Subcommands.Any(verb => string.Equals(verb.Name, list[0], StringComparison.Ordinal))
                || list[0].StartsWith('-')
                ? list
                : throw new SettingsException(
                    "There is no verb "
                    + $"'{list[0]}'.{NearestName.Question(list[0], root.Subcommands.Select(verb => verb.Name))} "
                    + $"The verbs are {string.Join(", ", root.Subcommands.Select(verb => verb.Name))}.");
        }

        return [TrainCommand.Name, .. list];
    }

    private static string DescribeUnknown(string token, Command verb, RootCommand root)
    {
        if (!token.StartsWith('-'))
        {
            return $"'{token}' has no meaning here: '{verb.Name}' takes no argument at this place. "
                + $"Try '{verb.Name} --help'.";
        }

        IEnumerable<string> known = verb.Options.Concat(root.Options).Select(option => option.Name);
        return $"There is no option '{token}' for '{verb.Name}'.{NearestName.Question(token, known)} Try '{verb.Name} "
            + "--help'.";
    }

    /// <summary>Errors whose message is made for users are printed as they are; others say what they are.</summary>
    private static Task ReportAsync(TextWriter error, Exception e, bool verbose)
    {
        if (verbose)
        {
            return error.WriteLineAsync(e.ToString());
        }

        bool speaksForItself = e is DatasetFormatException or PipelineStageException or PipelineStalledException
            or TorchUnavailableException or DeviceException or NonFiniteStateException or SafeTensorsException
            or CheckpointException or PlatformNotSupportedException or IOException or UnauthorizedAccessException;
        return error.WriteLineAsync(speaksForItself
            ? $"Error: {e.Message}"
            : $"Error: {e.GetType().Name}: {FirstLine(e.Message)}{Environment.NewLine}Run again with {VerboseName} for "
                + "the stack trace.");
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
