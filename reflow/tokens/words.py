"""The words around a token that tell a word spoken about, used or named from a stray.

Patterns that end in `$` are asked of what stands before the token, the others
of what stands behind it.
"""

from __future__ import annotations

from reflow.lang.lazy import Lazy

# Words of programming and logic; what stands beside them is code, not prose.
STRONG_WORDS = (
    "循环|循環|语句|語句|运算|運算|操作符|算子|关键字|關鍵字|关键词|子句|表达式|運算式|表達式|"
    "布尔|布林|函数|函數|ステートメント|演算|キーワード|構文|ループ|メソッド|関数|"
    "연산|구문|키워드|반복문|조건문|함수|메서드"
)
PROGRAM_WORDS = STRONG_WORDS + (
    "|分支|逻辑|邏輯|回调|变量|變量|谓词|块|门|閘|"
    "文(?=[でがはをにのもと、。])|문(?=[을이은의에과으 ])"
)
PROGRAM_BEFORE = Lazy(
    "(?:关键字|關鍵字|关键词|运算符|運算符|操作符|语句|語句|循环|命令|函数|方法|逻辑|邏輯|布尔|"
    "キーワード|演算子|ステートメント|関数|メソッド|論理演算|키워드|연산자|예약어|함수|메서드)\\W{0,3}$"
)
# Statements and functions, too, are things that a connective may stand behind.
LOGIC_BEFORE = Lazy(
    "(?:关键字|關鍵字|关键词|运算符|運算符|操作符|逻辑|邏輯|布尔|布林|キーワード|演算子|키워드|연산자|예약어)"
    "\\W{0,3}$"
)
PROGRAM_AFTER = Lazy(f"\\W?(?:{PROGRAM_WORDS}|[类類][型别別]?(?=[的、，。]|$)|方法(?=[的来中]))")
# Variables, functions and blocks are things that "and" may well stand between.
CONNECTIVES = frozenset(["and", "und", "và", "и", "و", "और", "et", "&", "or", "oder", "или", "ou"])
ALTERNATIVES = frozenset(["or", "oder", "или", "ou"])
LOGIC_AFTER = Lazy(
    "\\W?(?:运算|運算|操作符|关键字|關鍵字|关键词|语句|語句|逻辑(?!性)|邏輯|门(?=[、，电]|$)|閘|演算|"
    "キーワード|ステートメント|文(?=[でがはをにのもと、。])|연산|키워드|구문)"
)
# A sentence about searching or filtering in which something is combined speaks of operators.
QUERY = Lazy(
    "查[询詢]|搜[索尋]|检索|檢索|筛选|篩選|过滤|過濾|条件|條件|布尔|布林|关键[字词]|關鍵[字詞]|逻辑|邏輯|"
    "检索式|検索|絞り込|フィルタ|論理|검색|조건|필터|논리"
)
COMBINED = Lazy(
    "[连連]接|拼接|[组組]合|[关關][系係]|短路|求值|匹配|[语語]法|隔[开開]|判[断斷]|优先|優先|[来來]合并|"
    "[来來]合併|つな|結ばれ|結合|組み合|"
    "묶|연결|결합|구분"
)
# Reviews of literature tell what they searched for.
SEARCH_TALK = Lazy(
    "[检檢][索][词詞式策]|主题词|主題詞|关键[词字]|關鍵[詞字]|题名|題名|搜索词|查询语句|"
    "検索(?:式|語|ワード)|キーワード|검색[어식]"
)
GRAMMAR_NEAR = Lazy(
    "单词|單詞|單字|字母|拼写|拼寫|听写|聽寫|造句|押韵|押韻|连词|連詞|连接词|連接詞|介词|介詞|冠词|冠詞|助词|助詞|代词|代詞|动词|動詞|"
    "副词|副詞|词性|詞性|语法|語法|短语|短語|接続詞|前置詞|単語|助動詞|文法|"
    "접속사|전치사|관사|조사로|단어|문법"
)
GRAMMAR_BEFORE = Lazy(
    "(?:[英德法俄日韩韓西越葡意]|阿拉伯|拉丁|中国|韓国)[语語文](?:的|中的?|里的?|の)?$|"
    "(?:영|독일|프랑스|중국|일본)어(?:의|에서)?(?: \\S{1,4})?$"
)
GRAMMAR_AFTER = Lazy(
    "\\W?(?:怎么[念读拼写翻说]|怎麼[念讀拼寫翻說]|と[書読言呼入打]|的意思|的发音|的發音|的用法|的读音|意为|意思是|表示|一词|一詞|这个词|這個詞|这个字|"
    "是[^，。]{0,6}[词詞]|相当于|相當於|は[^、。]{0,8}詞|に当たる|という語|という単語|の意味|"
    "은 [^.]{0,8}사|는 뜻|라는 (?:말|단어))"
)
# A word with one of these before it, or after it, is used as a noun: a loan, a name, a quoted word.
NOUN_BEFORE = Lazy(
    "(?:(?<!目)的|[这這那某每一][个個]|(?<![应應])[该該]|叫做?|称为|稱為|名为|名為|乐队|樂隊|组合|歌手|品牌|"
    "를|을|という|(?<![应使信费作利采公专通常实享引雇耐食药备適應費專實藥備])用|[把将將]|(?:说|了|出)声|"
    "要么|(?<![行作人认成以因华])为|[ここそ]こで|[をはが])$"
)
# The name of a work or a group, short and without quotes.
TITLE_BEFORE = Lazy(
    "(?:叫做|名叫|取名|起名|电影|電影|影片|歌曲|单曲|專輯|专辑|小说|小說|乐队|樂隊|组合|品牌|网店|店名|歌手|游戏|節目|节目)"
    "[^，。、的]{1,3}$"
)
# What follows these is the thing that is used, called or written: "使用 in 判断".
OBJECT_BEFORE = Lazy(
    "(?:使用|调用|調用|[采採]用|利用|通过|通過|支持|支援|写成|寫成|写作|输入|輸入|指定|添加|加上|改成|改为|"
    "改為|換成|换成|点击|點擊|单击|單擊|按下|勾选|勾選|来自|來自|了|以及|和|与|與|使う|使って|用いて|사용해|사용하여)$"
)
NOUN_AFTER = Lazy(
    "[的们們吗嗎呢]|等(?![级級候待于於価差身しい])|了(?!解)|这[个种]|這[個種]|写成|寫成|来(?=[连連表把实實])|"
    "就(?=[是会會能可要停])|(?:方式|或者|还是|還是)|"
    "(?:와|과|를|을|로|으로|는|은|가|의|도|만|에|라고|이라고)(?= )"
)
# No Japanese "or" stands before a particle, and neither "and" before these.
PARTICLE_AFTER_OR = Lazy("[をでがはにのへ]")
PARTICLE_AFTER_AND = Lazy("を|で(?![きすしは])")
# A list of words that are spoken about: "and 和 or", "in、on", "and や or".
LISTED_BEFORE = Lazy("(?<![A-Za-z])[a-z]{2,8} ?(?:[和与與及跟或、/やと]|와|과|또는)$")
LISTED_AFTER = Lazy("(?:[和与與及跟或比、/やと]|와|과|또는) ?[a-z]{2,8}(?![A-Za-z0-9])")
# Conditions: what is compared on both sides, truth values.
COMPARED = Lazy("大于|小于|等于|大於|小於|等於|[不未]?为空|[不未]?為空|为真|為真|为假|為假")
TRUTH_BEFORE = Lazy(r"(?:^|[\s，、（(：:])(?:[真假偽]|참|거짓)$")
TRUTH_AFTER = Lazy(r"(?:[真假偽]|참|거짓)(?:$|[\s，、）)：:이은을])")
# Controls of an interface are named by what is written on them; the field of a form likewise.
CONTROL_BEFORE = Lazy(
    "(?:[按点點选選]|选中|選中|勾选|勾選|选择|選擇|单击|單擊|点击|點擊|输入|輸入|键入|鍵入|填写|填寫)$"
)
CONTROL_AFTER = Lazy(
    "(?:键(?!盘)|鍵(?!盤)|按[钮鈕]|复选框|核取方塊|选项|選項|标签|標籤|[来來]|以|即可)"
)
FIELD_AFTER = Lazy(
    "(?:一?[栏欄](?!目)|字段|欄位|参数|參數|属性|屬性|标签|標籤|选项|選項|按[钮鈕]|复选框|键(?!盘)|[型族](?![号號])|"
    "前缀|后缀|开头|開頭|字样|字樣|钩子|鉤子|回调|触发器|觸發器|事件|守卫|修饰符|装饰器|タグ|フィールド|ボタン|パラメータ)"
)
# "歌名：夏天 and 海": what follows is a title or a name.
LABELLED = Lazy(
    "[片书書歌曲店队隊品剧劇节節组組]目?名(?:[是为為叫]|は)[^，、。]{1,6}$|"
    "(?:歌名|曲名|片名|书名|書名|剧名|劇名|标题|標題|曲目|店名|公众号|公眾號|微信号|频道|頻道|"
    "网名|網名|昵称|暱稱|用户名|用戶名|账号|帳號|字幕|歌手|乐队|樂隊|品牌|专辑|專輯|作者|编剧|編劇|译者|譯者|タイトル|著者|作者|バンド名|제목|곡명|저자|작가)[：:][^，。；]{0,16}$"
)
TITLE_TALK = Lazy("歌名|曲名|片名|店名|バンド名|ユニット名|노래 제목|영화 제목|곡명|밴드 이름")
