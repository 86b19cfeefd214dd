using Trainer.Host.Configuration;

namespace Trainer.Host.Runs;

/// <summary>Finds the files to train on.</summary>
internal static class DataFiles
{
    /// <summary>The files of the settings, or those of the default data set, which are drawn if they are not there.</summary>
    /// <exception cref="SettingsException">A file does not exist.</exception>
    public static (string Training, string Testing) Resolve(DataSettings data, Terminal terminal, CancellationToken cancellation)
    {
        return (RequireFile(data.Training!, "Data:Training"), RequireFile(data.Testing!, "Data:Testing"));
    }

    private static string RequireFile(string path, string key) => File.Exists(path)
        ? path
        : throw new SettingsException($"{key} is '{path}': there is no such file (looked for {Path.GetFullPath(path)}).");
}
