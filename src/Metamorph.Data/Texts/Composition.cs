namespace Metamorph.Data;

/// <summary>
/// Letters and the marks that follow them as one letter where Unicode has one, in small letters: what normalization form C makes of Latin, Greek,
/// Cyrillic, Japanese and Korean letters (Unicode Standard Annex 15; sections 3.11 and 3.12 of the standard), so that a text is the same
/// words whether its accents were written as part of a letter or behind it. A table of our own, since .NET has none where it runs without
/// a culture. Other marks stay as they are.
/// </summary>
internal static class Composition
{
    /// <summary>For each mark its combining class, and the letters that it makes another one of, each followed by that.</summary>
    private static readonly Dictionary<char, (int Class, string Letters)> Marks = new()
    {
        ['\u0300'] = (230, "aàeèiìoòuùüǜnǹеѐиѝēḕōṑwẁâầăằêềôồơờưừyỳἀἂἁἃἐἒἑἓἠἢἡἣἰἲἱἳὀὂὁὃὐὒὑὓὠὢὡὣαὰεὲηὴιὶοὸυὺωὼϊῒϋῢ"),  // grave accent
        ['\u0301'] = (230, "aáeéiíoóuúyýcćlĺnńrŕsśzźüǘgǵåǻæǽøǿϊΐαάεέηήιίϋΰοόυύωώϒϓгѓкќçḉēḗïḯkḱmḿõṍōṓpṕũṹwẃâấăắêếôốơớưứἀἄἁἅἐἔἑἕἠἤἡἥἰἴἱἵὀὄὁὅὐὔὑὕὠὤὡὥ"),  // acute accent
        ['\u0302'] = (230, "aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷzẑạậẹệọộ"),  // circumflex accent
        ['\u0303'] = (230, "aãnñoõiĩuũvṽâẫăẵeẽêễôỗơỡưữyỹ"),  // tilde
        ['\u0304'] = (230, "aāeēiīoōuūüǖäǟȧǡæǣǫǭöȫõȭȯȱyȳиӣуӯgḡḷḹṛṝαᾱιῑυῡ"),  // macron
        ['\u0306'] = (230, "aăeĕgğiĭoŏuŭийуўжӂаӑеӗȩḝạặαᾰιῐυῠ"),  // breve
        ['\u0307'] = (230, "cċeėgġzżaȧoȯbḃdḋfḟhḣmṁnṅpṗrṙsṡśṥšṧṣṩtṫwẇxẋyẏſẛ"),  // dot above
        ['\u0308'] = (230, "aäeëiïoöuüyÿιϊυϋϒϔеёіїаӓәӛжӝзӟиӥоӧөӫэӭуӱчӵыӹhḧõṏūṻwẅxẍtẗ"),  // diaeresis
        ['\u0309'] = (230, "aảâẩăẳeẻêểiỉoỏôổơởuủưửyỷ"),  // hook above
        ['\u030A'] = (230, "aåuůwẘyẙ"),  // ring above
        ['\u030B'] = (230, "oőuűуӳ"),  // double acute accent
        ['\u030C'] = (230, "cčdďeělľnňrřsštťzžaǎiǐoǒuǔüǚgǧkǩʒǯjǰhȟ"),  // caron
        ['\u030F'] = (230, "aȁeȅiȉoȍrȑuȕѵѷ"),  // double grave accent
        ['\u0311'] = (230, "aȃeȇiȋoȏrȓuȗ"),  // inverted breve
        ['\u0313'] = (230, "αἀεἐηἠιἰοὀυὐωὠρῤ"),  // comma above
        ['\u0314'] = (230, "αἁεἑηἡιἱοὁυὑωὡρῥ"),  // reversed comma above
        ['\u031B'] = (216, "oơuư"),  // horn
        ['\u0323'] = (220, "bḅdḍhḥkḳlḷmṃnṇrṛsṣtṭvṿwẉzẓaạeẹiịoọơợuụưựyỵ"),  // dot below
        ['\u0324'] = (220, "uṳ"),  // diaeresis below
        ['\u0325'] = (220, "aḁ"),  // ring below
        ['\u0326'] = (220, "sștț"),  // comma below
        ['\u0327'] = (202, "cçgģkķlļnņrŗsştţeȩdḑhḩ"),  // cedilla
        ['\u0328'] = (202, "aąeęiįuųoǫ"),  // ogonek
        ['\u032D'] = (220, "dḓeḙlḽnṋtṱuṷ"),  // circumflex accent below
        ['\u032E'] = (220, "hḫ"),  // breve below
        ['\u0330'] = (220, "eḛiḭuṵ"),  // tilde below
        ['\u0331'] = (220, "bḇdḏkḵlḻnṉrṟtṯzẕhẖ"),  // macron below
        ['\u0342'] = (230, "ἀἆἁἇἠἦἡἧἰἶἱἷὐὖὑὗὠὦὡὧαᾶηῆιῖϊῗυῦϋῧωῶ"),  // greek perispomeni
        ['\u0345'] = (240, "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὰᾲαᾳάᾴᾶᾷὴῂηῃήῄῆῇὼῲωῳώῴῶῷ"),  // greek ypogegrammeni
        ['\u3099'] = (8, "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴワヷヰヸヱヹヲヺヽヾ"),  // katakana-hiragana voiced sound mark
        ['\u309A'] = (8, "はぱひぴふぷへぺほぽハパヒピフプヘペホポ"),  // katakana-hiragana semi-voiced sound mark
    };

    private static readonly Dictionary<(char Letter, char Mark), char> Composed = Marks
        .SelectMany(m => m.Value.Letters.Chunk(2).Select(pair => ((pair[0], m.Key), pair[1])))
        .ToDictionary(p => p.Item1, p => p.Item2);

    /// <summary>A word in small letters with its marks composed.</summary>
    internal static string Of(string word)
    {
        // No mark and no letter of Hangul is below.
        const char First = '\u0300';
        if (!word.AsSpan().ContainsAnyInRange(First, char.MaxValue)) return word;
        char[] letters = word.ToCharArray();
        Sort(letters);
        int last = 0;

        // The place of the letter that marks are composed with, and the class of the mark before: one of the same class stands in between.
        var (starter, before) = (-1, 0);
        foreach (char c in letters)
        {
            int rank = Class(c);
            if (starter >= 0 && (last == starter + 1 || before < rank) && Together(letters[starter], c) is char composed)
            {
                letters[starter] = composed;
                continue;
            }

            if (rank == 0) starter = last;
            before = rank;
            letters[last++] = c;
        }

        return new(letters, 0, last);
    }

    /// <summary>Marks behind one letter in the order of their classes; those of one class stay in theirs.</summary>
    private static void Sort(char[] letters)
    {
        for (int i = 1; i < letters.Length; i++)
            for (int j = i; j > 0 && Class(letters[j]) > 0 && Class(letters[j - 1]) > Class(letters[j]); j--)
                (letters[j - 1], letters[j]) = (letters[j], letters[j - 1]);
    }

    private static int Class(char c) => Marks.TryGetValue(c, out var mark) ? mark.Class : 0;

    private static char? Together(char letter, char mark)
    {
        // A Korean syllable is leading + vowel, and that + trailing.
        const int Leading = 0x1100, Vowel = 0x1161, Trailing = 0x11A7, Syllable = 0xAC00;
        const int Leadings = 19, Vowels = 21, Trailings = 28;
        if (letter - Leading is >= 0 and < Leadings && mark - Vowel is >= 0 and < Vowels) return (char)(Syllable + ((letter - Leading) * Vowels + mark - Vowel) * Trailings);
        if (letter - Syllable is >= 0 and < Leadings * Vowels * Trailings && (letter - Syllable) % Trailings == 0 && mark - Trailing is > 0 and < Trailings) return (char)(letter + mark - Trailing);
        return Composed.TryGetValue((letter, mark), out char composed) ? composed : null;
    }
}
