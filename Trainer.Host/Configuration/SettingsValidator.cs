using System.Net;
using System.Text.RegularExpressions;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>Finds everything that is wrong with the settings before anything starts.</summary>
internal static partial class SettingsValidator
{
    /// <summary>Everything that is wrong, each with the key, the value and what is allowed.</summary>
    public static IReadOnlyList<string> Problems(TrainerSettings settings) =>
    [
        .. SettingsCatalog.All.Select(setting => setting.FindProblem(settings)).OfType<string>(),
        .. Attempt(() => PipelineFactory.ForTraining(settings).Validate().Select(Locate)),
        .. Attempt(() => GeometricBackends.Problems(settings.Augment.Backend, settings.Augment.ToOptions())),
        .. Attempt(() =>
        {
            settings.Data.ToCsvOptions(labels: null);
            return [];
        }),
        .. TrainingRules.Problems(settings.Training),
        .. CallbackRules.Problems(settings.Callbacks, settings.Training),
        .. Broken(
            (ModelRegistry.Default.Contains(settings.Model.Name),
                $"Model:Name is '{settings.Model.Name}'; it can be {string.Join(", ", ModelRegistry.Default.Names)}."
                + NearestName.Question(settings.Model.Name, ModelRegistry.Default.Names)),
            (!settings.Torch.TuneConvolutions || !settings.Torch.Repeatable,
                "Torch:TuneConvolutions is true, so that runs cannot be repeated bit for bit; "
                + "set Torch:Repeatable to false with it."),
            (DevicePattern().IsMatch(settings.Torch.Device),
                $"Torch:Device is '{settings.Torch.Device}'; it can be cpu, cuda, cuda:0, cuda:1, … or mps."),
            (IPAddress.TryParse(settings.Dashboard.Address, out _),
                $"Dashboard:Address is '{settings.Dashboard.Address}'; "
                + "it must be an IP address such as 127.0.0.1, or 0.0.0.0 for all of this computer's."),
            (!settings.Callbacks.BackupAndRestore || settings.Output.Folder is not null,
                "Callbacks:BackupAndRestore is true, but there is no Output:Folder in which the run could be found "
                + "again; name one."),
            (Uri.CheckHostName(settings.Telemetry.Host) != UriHostNameType.Unknown,
                $"Telemetry:Host is '{settings.Telemetry.Host}'; "
                + "it can be localhost, a name or an address of this machine."),
            (settings.Telemetry.OtlpEndpoint is null || IsWebAddress(settings.Telemetry.OtlpEndpoint),
                $"Telemetry:OtlpEndpoint is '{settings.Telemetry.OtlpEndpoint}'; "
                + "it can be an address such as http://localhost:4318.")),
    ];

    /// <summary>The problems of those rules that do not hold.</summary>
    public static IEnumerable<string> Broken(params IEnumerable<(bool Holds, string Problem)> rules) =>
        rules.Where(rule => !rule.Holds).Select(rule => rule.Problem);

    /// <summary>A setting whose text cannot be read is one problem among others.</summary>
    private static IReadOnlyList<string> Attempt(Func<IEnumerable<string>> find)
    {
        try
        {
            return [.. find()];
        }
        catch (SettingsException e)
        {
            return [e.Message];
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https");

    /// <summary>The library names an option; a user of the program needs its section.</summary>
    private static string Locate(string problem)
    {
        string section = problem.StartsWith(nameof(InputPipelineOptions.BatchSize), StringComparison.Ordinal)
            || problem.StartsWith(nameof(InputPipelineOptions.Epochs), StringComparison.Ordinal)
            ? "Training"
            : "Pipeline";
        string inWords = problem.Replace(
            nameof(InputPipelineOptions.WorkerBudget),
            "Pipeline:" + nameof(PipelineSettings.CpuBudget),
            StringComparison.Ordinal);
        return $"{section}:{inWords}";
    }

    [GeneratedRegex(
        "^(cpu|mps|cuda(:[0-9]{1,2})?)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DevicePattern();
}
