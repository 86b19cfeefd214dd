using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

/// <summary>
/// Marks one symbol-version requirement of an ELF library as weak, so that the dynamic linker no longer refuses the
/// library where that version is missing. docs/platforms.md tells why libLibTorchSharp.so needs it.
/// </summary>
/// <remarks>
/// Only for a requirement that is one in name alone: if a relocation refers to a symbol of the version, running without
/// it would crash later, and <see cref="Apply"/> refuses. Layout: the System V ABI's ELF-64 and the "Symbol Versioning"
/// chapter of the Linux Standard Base. This file is compiled twice, into the build and into the tests, and keeps to
/// what netstandard2.0 has.
/// </remarks>
public static class ElfVersionNeed
{
    private const uint SectionRela = 4;
    private const uint SectionRel = 9;
    private const uint SectionVersionNeed = 0x6ffffffe;
    private const uint SectionVersionSymbols = 0x6fffffff;
    private const int FlagWeak = 2;
    private const int SymbolSize = 24;

    /// <summary>
    /// Marks the requirement for <paramref name="version"/> as weak in a copy of the library's bytes.
    /// </summary>
    /// <param name="library">The bytes of a little-endian ELF-64 library; they are not changed.</param>
    /// <param name="version">The version's name, such as GLIBCXX_3.4.32.</param>
    /// <returns>
    /// The changed copy, or null where nothing is needed: the version is not required, or is weak already.
    /// </returns>
    /// <exception cref="InvalidDataException">The bytes are not such a library.</exception>
    /// <exception cref="InvalidOperationException">A relocation refers to a symbol of that version.</exception>
    public static byte[] Apply(byte[] library, string version)
    {
        if (library.Length < 64 || library[0] != 0x7f || library[1] != 'E' || library[2] != 'L' || library[3] != 'F'
            || library[4] != 2 || library[5] != 1)
        {
            throw new InvalidDataException("Not a little-endian ELF-64 library.");
        }

        List<Section> sections = ReadSections(library);
        Section need = sections.Find(section => section.Type == SectionVersionNeed);
        if (need == null)
        {
            return null;
        }

        Section names = sections[need.Link];
        int entry = FindRequirement(library, need, names, version);
        if (entry < 0 || (BitConverter.ToUInt16(library, entry + 4) & FlagWeak) != 0)
        {
            return null;
        }

        string user = FindRelocatedSymbol(library, sections, BitConverter.ToUInt16(library, entry + 6));
        if (user != null)
        {
            throw new InvalidOperationException(
                "The library really "
                + "uses " + version + ": a relocation refers to the symbol '" + user + "'. Marking the "
                + "requirement weak would only move the failure to run time; use a system whose libstdc++ has it.");
        }

        byte[] relaxed = (byte[])library.Clone();
        relaxed[entry + 4] |= FlagWeak;
        return relaxed;
    }

    private static List<Section> ReadSections(byte[] library)
    {
        long table = BitConverter.ToInt64(library, 40);
        int size = BitConverter.ToUInt16(library, 58);
        int count = BitConverter.ToUInt16(library, 60);
        var sections = new List<Section>(count);
        for (int i = 0; i < count; i++)
        {
            int at = checked((int)(table + (long)i * size));
            sections.Add(new Section
            {
                Type = BitConverter.ToUInt32(library, at + 4),
                Offset = checked((int)BitConverter.ToInt64(library, at + 24)),
                Size = checked((int)BitConverter.ToInt64(library, at + 32)),
                Link = BitConverter.ToInt32(library, at + 40),
                Info = BitConverter.ToInt32(library, at + 44),
                EntrySize = checked((int)BitConverter.ToInt64(library, at + 56)),
            });
        }

        return sections;
    }

    /// <summary>The offset of the Vernaux record that names the version, or -1.</summary>
    private static int FindRequirement(byte[] library, Section need, Section names, string version)
    {
        int file = need.Offset;
        for (int i = 0; i < need.Info; i++)
        {
            int auxiliary = file + BitConverter.ToInt32(library, file + 8);
            int count = BitConverter.ToUInt16(library, file + 2);
            for (int j = 0; j < count; j++)
            {
                if (ReadName(library, names, BitConverter.ToInt32(library, auxiliary + 8)) == version)
                {
                    return auxiliary;
                }

                auxiliary += BitConverter.ToInt32(library, auxiliary + 12);
            }

            file += BitConverter.ToInt32(library, file + 12);
        }

        return -1;
    }

    /// <summary>The name of a symbol of that version that a relocation refers to, or null.</summary>
    private static string FindRelocatedSymbol(byte[] library, List<Section> sections, int versionIndex)
    {
        Section versions = sections.Find(section => section.Type == SectionVersionSymbols);
        if (versions == null)
        {
            return null;
        }

        Section symbols = sections[versions.Link];
        Section names = sections[symbols.Link];
        foreach (Section relocations in sections)
        {
            if ((relocations.Type != SectionRela && relocations.Type != SectionRel)
                || !ReferenceEquals(sections[relocations.Link], symbols))
            {
                continue;
            }

            int end = relocations.Offset + relocations.Size;
            for (int at = relocations.Offset; at < end; at += relocations.EntrySize)
            {
                // r_info: the symbol's index is the upper half.
                int symbol = checked((int)(BitConverter.ToUInt64(library, at + 8) >> 32));
                int version = BitConverter.ToUInt16(library, versions.Offset + 2 * symbol) & 0x7fff;
                if (symbol != 0 && version == versionIndex)
                {
                    return ReadName(
                        library, names, BitConverter.ToInt32(library, symbols.Offset + SymbolSize * symbol));
                }
            }
        }

        return null;
    }

    private static string ReadName(byte[] library, Section names, int offset)
    {
        int start = names.Offset + offset;
        return Encoding.ASCII.GetString(library, start, Array.IndexOf(library, (byte)0, start) - start);
    }

    private sealed class Section
    {
        public uint Type;
        public int Offset;
        public int Size;
        public int Link;
        public int Info;
        public int EntrySize;
    }
}

#if !WITHOUT_MSBUILD
/// <summary>The MSBuild form: writes the relaxed copy of a library, if it needs one, into a folder.</summary>
public sealed class RelaxVersionNeed : Microsoft.Build.Utilities.Task
{
    /// <summary>The library in the package cache; it is only read.</summary>
    [Microsoft.Build.Framework.Required]
    public string Library { get; set; }

    /// <summary>The version to relax.</summary>
    [Microsoft.Build.Framework.Required]
    public string Version { get; set; }

    /// <summary>The folder, under obj, for the copy.</summary>
    [Microsoft.Build.Framework.Required]
    public string Folder { get; set; }

    /// <summary>The path of the copy; empty where the library can be used as it is.</summary>
    [Microsoft.Build.Framework.Output]
    public string Relaxed { get; set; }

    public override bool Execute()
    {
        string copy = Path.Combine(Folder, Path.GetFileName(Library));
        DateTime stamp = File.GetLastWriteTimeUtc(Library);
        if (File.Exists(copy) && File.GetLastWriteTimeUtc(copy) == stamp)
        {
            Relaxed = copy;
            return true;
        }

        byte[] relaxed;
        try
        {
            relaxed = ElfVersionNeed.Apply(File.ReadAllBytes(Library), Version);
        }
        catch (Exception e) when (e is InvalidOperationException || e is InvalidDataException)
        {
            Log.LogError("{0}: {1} See docs/platforms.md.", Library, e.Message);
            return false;
        }

        if (relaxed != null)
        {
            // Written aside: several projects build at the same time, and a torn library would be found only when it
            // loads.
            Directory.CreateDirectory(Folder);
            string aside = copy + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(aside, relaxed);
            File.SetLastWriteTimeUtc(aside, stamp);
            File.Delete(copy);
            File.Move(aside, copy);
            Relaxed = copy;
        }

        return true;
    }
}
#endif
