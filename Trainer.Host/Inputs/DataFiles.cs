using Trainer.Core.Data;
using Trainer.Host.Configuration;
using Trainer.SampleData;

namespace Trainer.Host.Inputs;

/// <summary>Finds the files to train on.</summary>
internal static class DataFiles
{
    /// <summary>
    /// The files of the settings, or those of the default data set, which are drawn if they are not there.
    /// </summary>
    /// <exception cref="SettingsException">A file does not exist.</exception>
    public static (string Training, string Testing) Resolve(
        DataSettings data, Terminal terminal, CancellationToken cancellation)
    {
        if ((data.Training is null) != (data.Testing is null))
        {
            throw new SettingsException(
                $"Data:Training is {Show(data.Training)} and Data:Testing is {Show(data.Testing)}; "
                    + "give both files (--training FILE --testing FILE), or neither for the default data set.");
        }

        if (data.Training is not null && data.Testing is not null)
        {
            return (RequireFile(data.Training, "Data:Training"), RequireFile(data.Testing, "Data:Testing"));
        }

        DefaultDataSet blossoms = EnsureDefault(data.Folder, terminal, cancellation);
        return (blossoms.TrainingPath, blossoms.TestingPath);
    }

    /// <summary>As <see cref="Resolve"/>, for work that needs no testing file.</summary>
    /// <exception cref="SettingsException">The file does not exist.</exception>
    public static string ResolveTraining(DataSettings data, Terminal terminal, CancellationToken cancellation) =>
        data.Training is not null
            ? RequireFile(data.Training, "Data:Training")
            : EnsureDefault(data.Folder, terminal, cancellation).TrainingPath;

    /// <summary>Refuses a path at which there is no file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="name">What the error calls it: a setting or an argument.</param>
    /// <exception cref="SettingsException">There is no such file.</exception>
    public static string RequireFile(string path, string name) => Path.Exists(path) || CsvFiles.IsPattern(path)
        ? path
        : throw new SettingsException(
            $"{name} is '{path}': there is no such file or folder (looked for {Path.GetFullPath(path)}).");

    private static string Show(string? path) => path is null ? "not set" : $"'{path}'";

    private static DefaultDataSet EnsureDefault(string folder, Terminal terminal, CancellationToken cancellation)
    {
        var blossoms = new DefaultDataSet(folder);
        const int Pictures = DefaultDataSet.TrainingCount + DefaultDataSet.TestingCount;
        var progress = new TaskProgress(
            $"Drawing Blossoms-17 into {folder}",
            Pictures,
            terminal.Out,
            terminal.IsLive,
            terminal.Width,
            terminal.Time);
        try
        {
            if (blossoms.Ensure(progress, cancellation))
            {
                progress.End();
            }
        }
        catch
        {
            progress.Break();
            throw;
        }

        return blossoms;
    }
}
