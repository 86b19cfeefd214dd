using System.CommandLine;
using System.Text.Json;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;
using Trainer.Host.Observation;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;
using Trainer.Host.Sweeps;

namespace Trainer.Host.Commands;

/// <summary>
/// <c>profile</c>: runs the input pipeline alone and says how fast it is, where its time goes and what limits it; and
/// three measurements more.
/// </summary>
internal static class ProfileCommand
{
    private const int DefaultRounds = 5;
    private const double HeadroomSeconds = 4;

    private static readonly Option<string?> Consume = new("--consume")
    {
        Description = "The speed of the trainer that the pipeline is run against, such as 200/s; "
            + "max, the default, for as fast as possible.",
    };

    private static readonly Option<bool> Headroom = new("--headroom")
    {
        Description = "Train on one batch in memory and from the pipeline, in turns, and print how much of the ceiling "
            + "is reached.",
    };

    private static readonly Option<string?> Sweep = new("--sweep")
    {
        Description = "Try settings in turns and name the cheapest of the fast ones: all combinations of lists such as "
            + "ParseWorkers=1,2;ChunkSize=8,16;MaxQueueSize=10;Threads=1,2 (Threads trains the network as well); "
            + "without lists, of worker counts and chunk sizes.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Compare = new("--compare")
    {
        Description = "Print what changed between two profiles (profile.json or run folders), and what of it is noise.",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int?> Rounds =
        new("--rounds") { Description = $"How often --headroom and --sweep measure each ({DefaultRounds})." };

    private static readonly Option<double?> Seconds = new("--seconds")
    {
        Description = $"How long each time: {HeadroomSeconds} s with --headroom and where --sweep trains, else 0.5 s.",
    };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "profile",
            "Run the training pipeline alone, and print its throughput, the time of each stage and what limits it.");
        var options = new SettingsOptions(command);
        Option<string?> trace = SettingsOptions.Trace();
        foreach (Option option in new Option[] { Consume, Headroom, Sweep, Compare, Rounds, Seconds, trace })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) =>
        {
            RequireOne(parsed);
            if (parsed.GetValue(Compare) is [string first, string second])
            {
                return Task.FromResult(CompareProfiles(first, second, Terminal.Process()));
            }

            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            (int rounds, TimeSpan? length) = ReadRounds(parsed);
            if (parsed.GetValue(Headroom))
            {
                return JobHost.RunAsync((terminal, cancellation) =>
                    new HeadroomJob(settings, rounds, length ?? TimeSpan.FromSeconds(HeadroomSeconds), terminal)
                        .Run(cancellation));
            }

            if (parsed.GetResult(Sweep) is not null)
            {
                IReadOnlyList<SweepSetting> grid = SweepGrid.Make(
                    parsed.GetValue(Sweep), settings.Pipeline, Environment.ProcessorCount);
                return JobHost.RunAsync(
                    (terminal, cancellation) => new SweepJob(settings, grid, rounds, length, terminal).Run(
                        cancellation));
            }

            double? rate = Consumption.Parse(parsed.GetValue(Consume));
            string? file = parsed.GetValue(trace);
            return JobHost.RunAsync((terminal, cancellation) =>
            {
                using var observers = new Observers(settings.Telemetry, file);
                return new ProfileJob(settings, terminal, rate).Run(cancellation);
            });
        });
        return command;
    }

    private static void RequireOne(ParseResult parsed)
    {
        Option[] given =
        [
            .. new Option[] { Consume, Headroom, Sweep, Compare }.Where(
                option => parsed.GetResult(option) is { Implicit: false }),
        ];
        if (given.Length > 1)
        {
            throw new SettingsException(
                $"{string.Join(" and ", given.Select(option => option.Name))} are different measurements; "
                    + "ask for one.");
        }
    }

    private static (int Rounds, TimeSpan? Length) ReadRounds(ParseResult parsed)
    {
        int rounds = parsed.GetValue(Rounds) ?? DefaultRounds;
        double? seconds = parsed.GetValue(Seconds);
        if (rounds is < 1 or > 1000)
        {
            throw new SettingsException($"--rounds is {rounds}; it must be from 1 to 1000.");
        }

        return seconds is null or (>= 0.01 and <= 3600)
            ? (rounds, seconds is null ? null : TimeSpan.FromSeconds(seconds.Value))
            : throw new SettingsException($"--seconds is {seconds}; it must be from 0.01 to 3600.");
    }

    private static int CompareProfiles(string first, string second, Terminal terminal)
    {
        terminal.Out.WriteLine(ProfileComparison.Of(Read(first), Read(second)));
        return ExitCode.Done;
    }

    private static ProfileReport Read(string path)
    {
        string file = Directory.Exists(path) ? RunFolder.At(path).Profile : path;
        try
        {
            return ProfileReport.Read(file);
        }
        catch (JsonException e)
        {
            throw new SettingsException($"{file} is not a profile: {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingsException(
                $"There is no profile at {file}; profile and train leave a profile.json in their run folders.");
        }
    }
}
